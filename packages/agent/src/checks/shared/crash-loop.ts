/** Restarts are counted over this long, in ms. */
export const crashLoopWindowMs = 5 * 60_000;

/** So many automatic restarts within the window are a crash loop. */
export const crashLoopRestarts = 3;

/** Counts of automatic restarts, oldest first; `at` is monotonic ms. */
export type RestartCounts = readonly { readonly at: number; readonly count: number }[];

/**
 * Notes the present count. A count that fell means a start by hand: what was before is forgotten.
 *
 * @param counts - what was noted before
 * @param count - systemd's NRestarts
 * @param now - monotonic ms
 */
export function noteRestarts(counts: RestartCounts, count: number, now: number): RestartCounts {
  const last = counts.at(-1);
  if (last === undefined || count < last.count) return [{ at: now, count }];
  const next = count === last.count ? counts : [...counts, { at: now, count }];
  // The newest one from before the window stays: rises are measured from it.
  const firstInside = next.findIndex(({ at }) => at > now - crashLoopWindowMs);
  return next.slice(Math.max(0, (firstInside === -1 ? next.length : firstInside) - 1));
}

/** How a crash loop looks. */
export interface CrashLoop {
  /** Automatic restarts within the window. */
  readonly restarts: number;
  /** When the first of them falls out of the window, monotonic ms. */
  readonly endsAt: number;
}

/** The crash loop that the counts show, or undefined when there is none. */
export function crashLoopIn(counts: RestartCounts): CrashLoop | undefined {
  const [base, firstRise] = counts;
  const last = counts.at(-1);
  if (base === undefined || firstRise === undefined || last === undefined) return undefined;
  const restarts = last.count - base.count;
  return restarts >= crashLoopRestarts ? { restarts, endsAt: firstRise.at + crashLoopWindowMs } : undefined;
}
