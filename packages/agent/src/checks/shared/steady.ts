import { crashLoopRestarts, crashLoopWindowMs } from "./crash-loop.ts";

/** A shorter run is not a run: a start that fails runs for a moment, too. In ms. */
export const steadyMs = 1_000;

/** After a death and an automatic restart it must last longer, in ms: such a restart mends nothing by itself. */
export const steadyAfterRestartMs = 5_000;

/** A run that lasts so long, in ms, is not one of a crash loop. */
export const longestLoopRunMs = crashLoopWindowMs / crashLoopRestarts;

/** A run must last longer than the one before, which failed: by a quarter. */
export const longerThanBefore = 1.25;

/**
 * Whether a run ended as it was meant to: workers that end after so many jobs are restarted with intent.
 *
 * @param isClean - whether its exit code means success
 * @param ranMs - how long it lasted; undefined when that is not known
 */
export function isRecycling(isClean: boolean, ranMs: number | undefined): boolean {
  return isClean && (ranMs === undefined || ranMs >= steadyMs);
}

/** The run before the present one. */
export interface RunBefore {
  /** How long the run lasted that failed last; undefined when that is not known. */
  readonly failedAfterMs?: number | undefined;
  /** Whether a manager has started the present one by itself, after a failure. */
  readonly wasAutomatic: boolean;
}

/**
 * How long something that was DOWN has to run before it is UP again, in ms: one that loops is one outage.
 *
 * @param before - how the run before ended
 */
export function steadyAfter({ failedAfterMs, wasAutomatic }: RunBefore): number {
  const least = wasAutomatic ? steadyAfterRestartMs : steadyMs;
  if (failedAfterMs === undefined || failedAfterMs >= longestLoopRunMs) return least;
  const longer = Math.max(least, failedAfterMs * longerThanBefore + steadyMs);
  return wasAutomatic ? longer : Math.min(longer, steadyAfterRestartMs);
}
