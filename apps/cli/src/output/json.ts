import { printableLines } from "@kumakit/text";

/** One JSON value for stdout or stderr: two spaces deep, without a newline at its end, never coloured, and harmless on a terminal. */
export function formatJson(value: unknown): string {
  return printableLines(JSON.stringify(value, null, 2));
}
