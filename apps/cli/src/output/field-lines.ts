import { printable } from "@kumakit/text";

/**
 * `Label:  value` lines with the values below one another, also the lines of a value that has several; fields without a
 * value are left out.
 */
export function fieldLines(fields: Readonly<Record<string, string>>): string {
  const filled = Object.entries(fields).filter(([, value]) => value !== "");
  const width = Math.max(0, ...filled.map(([label]) => label.length)) + 1;
  const indent = `\n${" ".repeat(width + 2)}`;
  return filled
    .map(([label, value]) => {
      const lines = value.trimEnd().split(/\r?\n/).map(printable);
      return `${`${label}:`.padEnd(width)}  ${lines.join(indent)}`.replaceAll(/ +$/gm, "");
    })
    .join("\n");
}
