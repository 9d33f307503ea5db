import type { CheckResult } from "../check.ts";
import { foundIn } from "../shared/text-search.ts";

/** The most that is quoted of a line, in characters. */
const quoteLength = 200;

/** The texts that a file must and must not have, in the form of the schema `textPattern`. */
export interface ContentPatterns {
  readonly contains: string | undefined;
  readonly notContains: string | undefined;
}

/**
 * Judges what a file says, line by line.
 *
 * @param path - how messages call it
 * @param text - the part of it that was read
 * @throws SlowPatternError when a regular expression takes too long
 * @returns what is wrong with it; undefined when nothing is
 */
export function judgeContent(
  path: string,
  text: string,
  { contains, notContains }: ContentPatterns,
): CheckResult | undefined {
  const lines = text.split(/\r?\n/);
  if (contains !== undefined && !foundIn(contains, lines).includes(true)) {
    return { status: "down", message: `${path} does not say what it must` };
  }
  const bad = notContains === undefined ? -1 : foundIn(notContains, lines).lastIndexOf(true);
  if (bad === -1) return undefined;
  const quote = (lines[bad] ?? "").trim().slice(0, quoteLength);
  return { status: "down", message: `${path} says what it must not: "${quote}"` };
}
