import type { Heartbeat } from "@kumakit/client";

/** Since when a status is what it is. */
export interface Since {
  readonly time: Date;
  /** False when it has lasted longer, and nothing that is left says how much. */
  readonly isExact: boolean;
}

/**
 * Since when the last status has lasted.
 *
 * @param heartbeats - the last ones, oldest first
 * @param change - the last change that the server remembers, where the heartbeats do not reach back to it
 */
export function statusSince(heartbeats: readonly Heartbeat[], change: Heartbeat | undefined): Since | undefined {
  const last = heartbeats.at(-1);
  if (last === undefined) return undefined;
  const before = heartbeats.findLastIndex(({ status }) => status !== last.status);
  const first = heartbeats[before + 1] ?? last;
  if (before >= 0 || first.important) return { time: first.time, isExact: true };
  if (change?.status === last.status && change.time <= first.time) return { time: change.time, isExact: true };
  return { time: first.time, isExact: false };
}
