const verbs = ["Add", "Fix", "Remove", "Rename", "Move", "Speed up", "Test", "Document", "Release"];
const begin = new RegExp(`^(?:${verbs.join("|")}) \\S`);

/** The faults of the subject of a commit; empty when it is right. */
export function commitProblems(subject: string): readonly string[] {
  return [
    ...(begin.test(subject) ? [] : [`begins with none of the verbs ${verbs.join(", ")}`]),
    ...(subject.length <= 72 ? [] : [`is ${subject.length} characters long, and may be 72`]),
    ...(subject.endsWith(".") ? ["ends with a full stop"] : []),
  ];
}
