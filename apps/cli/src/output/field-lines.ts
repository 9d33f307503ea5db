import { printable } from "@kumakit/text";

import { widthOf, wrapWords } from "./fit-text.ts";
import type { OutputStream } from "./theme.ts";

/**
 * `Label:  value` lines with the values below one another, also the lines of a value that has several, or that is
 * wider than the terminal; fields without a value are left out.
 */
export function fieldLines(fields: Readonly<Record<string, string>>, stream: OutputStream = process.stdout): string {
  const filled = Object.entries(fields).filter(([, value]) => value !== "");
  const width = Math.max(0, ...filled.map(([label]) => label.length)) + 1;
  const indent = `\n${" ".repeat(width + 2)}`;
  return filled
    .map(([label, value]) => {
      const lines = value
        .trimEnd()
        .split(/\r?\n/)
        .flatMap((line) => wrapWords(printable(line), widthOf(stream) - width - 2));
      return `${`${label}:`.padEnd(width)}  ${lines.join(indent)}`.replaceAll(/ +$/gm, "");
    })
    .join("\n");
}
