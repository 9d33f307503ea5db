import type { CheckResult } from "../checks/check.ts";
import type { Beat } from "../push/push-client.ts";

/** The known state of the thing that a check looks at. */
export interface Known {
  readonly status: Beat["status"];
  readonly message: string;
  /** Since when it is so; monotonic ms. */
  readonly since: number;
  readonly ping?: number;
}

/** How a result came. */
export interface Taking {
  /** Monotonic ms. */
  readonly now: number;
  /** A tick is the time of a look, and a beat that of a heartbeat as well. */
  readonly from: "beat" | "tick" | "event";
  /** For how long it has been so already, in ms, where the check knows it. */
  readonly sinceMs?: number | undefined;
}

/**
 * Since when things are as a result says: they are noticed later than they happen.
 *
 * @param taking - of the result
 * @param before - what it ends
 * @returns monotonic ms
 */
export function beganAt({ now, sinceMs = 0 }: Taking, before: Known | undefined): number {
  const at = now - sinceMs;
  // It cannot have begun before what it ends: a container may be healthy again that has run all the while.
  return before !== undefined && at < before.since ? now : at;
}

/** How long the look or the thing itself took, as the ping of a beat, in whole ms. */
export function pingOf({ durationMs }: CheckResult): { ping?: number } {
  return durationMs === undefined ? {} : { ping: Math.max(1, Math.round(durationMs)) };
}
