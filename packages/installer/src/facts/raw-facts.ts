/** A fact as the survey prints it: its name, and the lines of its value. */
export interface RawFact {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Splits what a script printed into facts; undefined when it was cut off. */
export function splitFacts(output: Buffer): readonly RawFact[] | undefined {
  const facts = output
    .toString("utf8")
    .split("\0")
    .filter((record) => record !== "")
    .map((record) => {
      const tab = record.indexOf("\t");
      return { name: record.slice(0, tab), lines: record.slice(tab + 1).split("\n") };
    });
  return facts.at(-1)?.name === "end" ? facts : undefined;
}

/** The lines of the first fact of a name; none when there is no such fact. */
export function linesOf(facts: readonly RawFact[], name: string): readonly string[] {
  return facts.find((fact) => fact.name === name)?.lines ?? [];
}
