/** A length of time for a table: `12s`, `5m`, `3h`, `2d`; never below zero. */
export function shortSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** How long ago a time was: `12s ago`; `never` without one. */
export function ago(time: Date | undefined, now: Date): string {
  return time === undefined ? "never" : `${shortSpan(now.getTime() - time.getTime())} ago`;
}
