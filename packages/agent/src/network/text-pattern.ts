import { runInNewContext } from "node:vm";
import * as z from "zod";

/** A pattern that needs longer is given up, in ms: one that backtracks could hold up the whole agent. */
const longestSearchMs = 500;

/** A pattern between slashes, with its flags. */
function patternOf(given: string): { readonly source: string; readonly flags: string } | undefined {
  const parts = /^\/(.+)\/([imsu]*)$/su.exec(given);
  return parts === null ? undefined : { source: parts[1] ?? "", flags: parts[2] ?? "" };
}

function isRight(given: string): boolean {
  const pattern = patternOf(given);
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern.source, pattern.flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** The schema of something to look for in a text: the text itself, or a regular expression as in `/^SSH-2/i`. */
export const textPattern = z
  .string()
  .min(1, "must not be empty")
  .max(1000, "must be at most 1000 characters")
  .refine(isRight, "is not a regular expression: what stands between slashes must be one, with the flags i, m, s or u");

/** The search took too long to be finished. */
export class SlowPatternError extends Error {
  /** The class's name. */
  override readonly name = "SlowPatternError";
}

/**
 * Looks for something in a text.
 *
 * @param text - where to look; bounded by the caller
 * @param wanted - as {@link textPattern} accepts it
 * @throws SlowPatternError when a regular expression needs more than half a second
 */
export function isFound(text: string, wanted: string): boolean {
  const pattern = patternOf(wanted);
  if (pattern === undefined) return text.includes(wanted);
  try {
    // Only a script in a context can be stopped while a regular expression is at work.
    return runInNewContext(
      "new RegExp(source, flags).test(text)",
      { ...pattern, text },
      { timeout: longestSearchMs },
    ) as boolean;
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new SlowPatternError(`the pattern ${wanted} is too slow for what came: make it simpler`, { cause: error });
  }
}
