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

/** A time by the clock of this machine, to the minute, or with `seconds` to the second: `2026-11-29 08:05`. */
export function localTime(time: Date, seconds = false): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const minute = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return `${date} ${minute}${seconds ? `:${two(time.getSeconds())}` : ""}`;
}

/** A share from 0 to 1, such as `99.98 %`. It is rounded down, so that 100 % means all of it. */
export function percent(ratio: number | null): string {
  if (ratio === null) return "-";
  return `${Math.floor(ratio * 10_000 + 1e-6) / 100} %`;
}
