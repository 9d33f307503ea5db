import type { UnitState } from "../../systemd/unit-state.ts";

/** How long a start, a stop or a job may take of a unit whose own limits are not known, in ms; at least so long of all. */
export const changeLimitMs = 10_000;

/** How long a start or stop may take for which systemd has no limit (`infinity`), in ms. */
export const endlessLimitMs = 15 * 60_000;

/** So long after its limit systemd may need to say that it was reached, in ms. */
export const limitMarginMs = 5_000;

/** How long stops and changes that follow one another may take together, beyond their own limits, in ms. */
export const unsettledLimitMs = 30_000;

function patienceWith(limitMs: number | undefined): number {
  if (limitMs === undefined) return changeLimitMs;
  return Math.max(changeLimitMs, limitMs === Number.POSITIVE_INFINITY ? endlessLimitMs : limitMs + limitMarginMs);
}

/**
 * How long a change may take before the unit counts as DOWN, in ms: as long as systemd itself lets it, by
 * `TimeoutStartSec=` or `TimeoutStopSec=`. A unit that waits for its turn counts as starting.
 *
 * @param state - of a unit that changes
 * @param downAfterMs - how long it may be away in any case
 */
export function patienceMs({ activeState, startLimitMs, stopLimitMs }: UnitState, downAfterMs: number): number {
  return Math.max(downAfterMs, patienceWith(activeState === "deactivating" ? stopLimitMs : startLimitMs));
}

/** How long stops and changes that follow one another may take together, in ms. */
export function longestPatienceMs({ startLimitMs, stopLimitMs }: UnitState, downAfterMs: number): number {
  const beyond = (limitMs: number | undefined): number => patienceWith(limitMs) - changeLimitMs;
  return unsettledLimitMs + downAfterMs + beyond(startLimitMs) + beyond(stopLimitMs);
}
