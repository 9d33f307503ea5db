import type { Check, CheckContext, CheckResult } from "../check.ts";
import { formatDuration } from "@kumakit/text";
import { LookError } from "./bounded-look.ts";

/** The result of a look at figures. */
export interface Reading {
  /** How things are. */
  readonly said: string;
  /** What is over its limit; empty when all is well. */
  readonly over: readonly string[];
}

/** While something is over its limit, it is looked at so often at least, in ms. */
const closerLookMs = 10_000;

/**
 * Judges a reading: over its limit is DOWN only when it has lasted.
 *
 * @param reading - what was read
 * @param since - since when it is over its limit, monotonic ms; undefined when it was not
 * @param clock - `now`, and how long it may be over its limit, in ms
 * @returns the result, since when it is over the limit now, and when it must be looked at again
 */
export function judgeLasting(
  { said, over }: Reading,
  since: number | undefined,
  { now, forMs }: { readonly now: number; readonly forMs: number },
): { readonly result: CheckResult; readonly since?: number; readonly lookAgainAfterMs?: number } {
  if (over.length === 0) return { result: { status: "up", message: said } };
  const from = since ?? now;
  const lasted = now - from;
  const trouble = over.join("; ");
  if (lasted >= forMs) {
    const how = forMs === 0 ? "" : ` for ${formatDuration(lasted)}`;
    return { result: { status: "down", message: `${trouble}${how} (${said})` }, since: from };
  }
  const message = `${trouble}; that is DOWN when it lasts for ${formatDuration(forMs)} (${said})`;
  return {
    result: { status: "up", message },
    since: from,
    lookAgainAfterMs: Math.min(forMs - lasted, closerLookMs),
  };
}

/**
 * Starts a check of figures that may be over their limits for a while.
 *
 * @param read - reads the figures; throws {@link LookError} when it cannot
 * @param forMs - how long they may be over their limits
 * @param context - of the check
 */
export function startLasting(
  read: () => Promise<Reading>,
  forMs: number,
  { report, signal }: Pick<CheckContext, "report" | "signal">,
): Check {
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<CheckResult> {
    try {
      const reading = await read();
      const verdict = judgeLasting(reading, since, { now: performance.now(), forMs });
      since = verdict.since;
      clearTimeout(timer);
      if (verdict.lookAgainAfterMs !== undefined && !signal.aborted) {
        timer = setTimeout(() => void look().then(report), Math.ceil(verdict.lookAgainAfterMs));
      }
      return verdict.result;
    } catch (error) {
      if (error instanceof LookError) return { status: "noData", message: error.message };
      throw error;
    }
  }

  signal.addEventListener("abort", () => clearTimeout(timer));
  return { longestLookMs: 15_000, look };
}
