import { printable } from "./printable.ts";

/** `Label:  value` lines with the values below one another; fields without a value are left out. */
export function fieldLines(fields: Readonly<Record<string, string>>): string {
  const filled = Object.entries(fields).filter(([, value]) => value !== "");
  const width = Math.max(0, ...filled.map(([label]) => label.length)) + 1;
  return filled.map(([label, value]) => `${`${label}:`.padEnd(width)}  ${printable(value)}`).join("\n");
}
