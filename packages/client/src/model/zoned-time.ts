/**
 * The digits on a clock in a time zone: `year`, `month`, `day`, `hour`, `minute` and `second`, with two digits each,
 * the year with as many as it has.
 *
 * @param timeZone - The zone's name, such as `Europe/Berlin`.
 */
export function clockAt(time: Date, timeZone: string): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
}

/**
 * Writes a time as a clock in a time zone shows it: `YYYY-MM-DD HH:mm:ss`.
 *
 * @param timeZone - The zone's name, such as `Europe/Berlin`.
 */
export function wallTimeOf(time: Date, timeZone: string): string {
  const { year, month, day, hour, minute, second } = clockAt(time, timeZone);
  return `${year?.padStart(4, "0")}-${month}-${day} ${hour}:${minute}:${second}`;
}
