import type { CheckResult } from "../checks/check-result.ts";

/** The most that is quoted of a line, in characters. */
const quoteLength = 200;

/** What must and must not be said in a file. */
export interface ContentPatterns {
  readonly contains?: (lines: readonly string[]) => readonly boolean[];
  readonly lacks?: (lines: readonly string[]) => readonly boolean[];
}

/**
 * Judges what a file says, line by line.
 *
 * @param path - how messages call it
 * @param text - the part of it that was read
 * @returns what is wrong with it; undefined when nothing is
 */
export function judgeContent(
  path: string,
  text: string,
  { contains, lacks }: ContentPatterns,
): CheckResult | undefined {
  const lines = text.split(/\r?\n/);
  if (contains?.(lines).includes(true) === false) {
    return { status: "down", message: `${path} does not say what it must` };
  }
  const bad = lacks?.(lines).lastIndexOf(true) ?? -1;
  if (bad === -1) return undefined;
  const quote = (lines[bad] ?? "").trim().slice(0, quoteLength);
  return { status: "down", message: `${path} says what it must not: "${quote}"` };
}
