const packages = [
  "@kumakit/text",
  "@kumakit/client",
  "@kumakit/agent",
  "@kumakit/installer",
  "@kumakit/provision",
  "@kumakit/cli",
];

/**
 * The faults in the wording of one changeset file; empty when it is right.
 *
 * A changeset names at least one published package, does not plan a major (those are planned by hand), has an imperative title of
 * at most 100 characters that starts with a capital letter and ends without a full stop, and a paragraph that says why.
 */
export function changesetProblems(text: string): readonly string[] {
  const match = /^---\n([\s\S]*?)---\n+([\s\S]*)$/.exec(text);
  if (match === null) return ["has no front matter between two --- lines"];
  const [, front = "", body = ""] = match;
  const [title = "", ...rest] = body.trim().split("\n");
  const bumps = front.trim().split("\n");
  return [
    ...bumps
      .filter((bump) => !packages.some((name) => bump.startsWith(`"${name}":`)))
      .map((bump) => `"${bump}" names no published package`),
    ...(bumps.some((bump) => bump.endsWith("major")) ? ["is a major: plan it by hand"] : []),
    ...(/^[A-Z].*[^.]$/.test(title) && title.length <= 100
      ? []
      : ["the title is one sentence, capital first, no full stop, 100 characters at most"]),
    ...(rest.join("").trim() === "" ? ["has no paragraph below the title that says what it means for a user"] : []),
  ];
}
