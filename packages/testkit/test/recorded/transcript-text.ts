import type { Entry } from "./transcript.ts";

/** A transcript as it is kept: a line for each step. */
export function transcriptText(transcript: Readonly<Record<string, readonly Entry[]>>): string {
  const chapters = Object.entries(transcript).map(([name, entries]) => {
    const lines = entries.map((entry) => JSON.stringify(entry));
    return `${JSON.stringify(name)}: [\n${lines.join(",\n")}\n]`;
  });
  return `{\n${chapters.join(",\n")}\n}\n`;
}
