function digits(number: number, length: number): string {
  return String(number).padStart(length, "0");
}

/**
 * A time such as `2026-01-31T07:05:09.042Z`. `Date` itself has V8 set up the time zones of ICU for this, which stay in
 * memory: nearly a megabyte, in an agent that needs no time zones.
 *
 * @param ms - since 1970, in the years 0 to 9999
 */
export function isoTime(ms: number): string {
  const time = new Date(ms);
  const day = [digits(time.getUTCFullYear(), 4), digits(time.getUTCMonth() + 1, 2), digits(time.getUTCDate(), 2)];
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map((part) => digits(part, 2));
  return `${day.join("-")}T${clock.join(":")}.${digits(time.getUTCMilliseconds(), 3)}Z`;
}
