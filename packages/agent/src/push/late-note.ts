import { isoTime } from "../service/iso-time.ts";

const dayMs = 86_400_000;

/** The wall clock in ms, at a moment of the monotonic one, as the wall clock goes now: it may have been set meanwhile. */
function wallTime(monotonicMs: number): number {
  return Date.now() - (performance.now() - monotonicMs);
}

/** As `14:02`; with the date when that is another day than today's. */
function clock(ms: number): string {
  const text = isoTime(ms);
  const isToday = Math.floor(ms / dayMs) === Math.floor(Date.now() / dayMs);
  return isToday ? text.slice(11, 16) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

function lateness(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/**
 * The note on a change that could not be reported when it happened: `was down 14:02–14:05 UTC, reported late` when it
 * is over, else `down since 14:02 UTC, reported 3 min late`.
 *
 * @param status - of the change
 * @param span - when it began and when it ended, monotonic ms; it still is so without an end
 */
export function lateNote(
  status: "up" | "down",
  { since, until }: { readonly since: number; readonly until?: number | undefined },
): string {
  const start = clock(wallTime(since));
  if (until !== undefined) return `was ${status} ${start}–${clock(wallTime(until))} UTC, reported late`;
  return `${status} since ${start} UTC, reported ${lateness(performance.now() - since)} late`;
}
