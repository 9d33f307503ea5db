/** A check that sends no DOWN for a time. */
export interface Mute {
  /** The check's name; that of the agent's own monitor is `kuma-agent`. */
  readonly check: string;
  /** When it was muted; wall clock, ms. */
  readonly since: number;
  /** Until when; wall clock, ms. */
  readonly until: number;
  /** Why, in one line; empty when nobody has said it. */
  readonly reason: string;
}

/** The limits of a mute. */
export const muteLimits = {
  /** The shortest and the longest time, in ms: one that is forgotten ends within a week. */
  shortestMs: 1_000,
  longestMs: 7 * 24 * 60 * 60 * 1_000,
  /** Of the reason, in characters. */
  longestReason: 200,
} as const;

/** A clock may be set back by so much while a mute is in force, in ms. */
const clockSlackMs = 60_000;

/**
 * Whether a mute is in force. On a host whose clock starts in the past, none is until the clock is right.
 *
 * @param now - wall clock, ms
 */
export function isInForce({ since, until }: Mute, now: number): boolean {
  return since - clockSlackMs <= now && now < until;
}

/** The fault of a reason, to continue `the reason`; undefined when there is none. */
export function reasonProblem(reason: string): string | undefined {
  if (reason.length > muteLimits.longestReason) return `must be at most ${muteLimits.longestReason} characters`;
  return /\p{Cc}/u.test(reason) ? "must not contain control characters such as line breaks" : undefined;
}

/** The fault of the length of a mute in ms, to continue its name; undefined when there is none. */
export function lengthProblem(ms: number | undefined): string | undefined {
  if (ms === undefined || Number.isNaN(ms)) return "is not a duration: write it like 30m, 2h or 1d";
  if (ms < muteLimits.shortestMs) return "must be at least 1 s";
  return ms > muteLimits.longestMs ? "must be at most 7 days" : undefined;
}
