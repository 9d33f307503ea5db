import { runInNewContext } from "node:vm";

/** How long a pattern may take over all texts together, in ms: one that backtracks could hold up the whole agent. */
const limitMs = 500;

/** How long it may take over one text, once all together took too long, in ms. */
const oneLimitMs = 50;

/** A regular expression as a config has it. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
}

/** The part between slashes; undefined for a text to be found as it is. */
export function expressionOf(given: string): Expression | undefined {
  const parts = /^\/(.*)\/([imsu]*)$/s.exec(given);
  return parts === null ? undefined : { source: parts[1] ?? "", flags: parts[2] ?? "" };
}

/** The search took too long to be finished. */
export class SlowPatternError extends Error {
  /** The class's name. */
  override readonly name = "SlowPatternError";
}

/** In which texts a pattern was found; in `tooSlow` of them the search was given up. */
export interface PatternMatches {
  readonly matches: readonly boolean[];
  readonly tooSlow: number;
}

/** Undefined when it took too long. */
function tested(expression: Expression, texts: readonly string[], timeout: number): readonly boolean[] | undefined {
  try {
    // Only a script in a context can be stopped while a regular expression is at work.
    const found: unknown = runInNewContext(
      "{ const pattern = new RegExp(source, flags); texts.map((text) => pattern.test(text)); }",
      { ...expression, texts },
      { timeout },
    );
    return [...(found as Iterable<boolean>)];
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}

/**
 * Looks into each of many texts; a search that goes astray is given up there, not waited for. Takes at most a second.
 *
 * @param wanted - as `textPattern` accepts it
 * @param texts - bounded by the caller
 */
export function searchEach(wanted: string, texts: readonly string[]): PatternMatches {
  const expression = expressionOf(wanted);
  if (expression === undefined) return { matches: texts.map((text) => text.includes(wanted)), tooSlow: 0 };
  if (texts.length === 0) return { matches: [], tooSlow: 0 };
  const all = tested(expression, texts, limitMs);
  if (all !== undefined) return { matches: all, tooSlow: 0 };
  const end = performance.now() + limitMs;
  const each = texts.map((text) => (performance.now() < end ? tested(expression, [text], oneLimitMs)?.[0] : undefined));
  return { matches: each.map((one) => one === true), tooSlow: each.filter((one) => one === undefined).length };
}

/**
 * Says of each text whether something is found in it.
 *
 * @param wanted - as `textPattern` accepts it
 * @param texts - bounded by the caller
 * @throws SlowPatternError when a regular expression needs more than half a second for all of them
 */
export function foundIn(wanted: string, texts: readonly string[]): readonly boolean[] {
  const expression = expressionOf(wanted);
  if (expression === undefined) return texts.map((text) => text.includes(wanted));
  const found = tested(expression, texts, limitMs);
  if (found === undefined) throw new SlowPatternError(`the pattern ${wanted} takes too long: make it simpler`);
  return found;
}
