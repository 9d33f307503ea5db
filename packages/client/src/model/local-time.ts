import type { LocalDateTime } from "./maintenance.ts";
import { clockAt } from "./zoned-time.ts";

/** Whether a name such as `Europe/Berlin` stands for a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/**
 * The time on the clocks of a zone at an instant; seconds are dropped.
 *
 * @param instant - The instant.
 * @param timeZone - The zone's name.
 */
export function localTimeAt(instant: Date, timeZone: string): LocalDateTime {
  const { year, month, day, hour, minute } = clockAt(instant, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}` as LocalDateTime;
}

/** The milliseconds of a text, read as UTC; `undefined` when it is not a date and time. */
function asIfUtc(local: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)/.exec(local);
  const time = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether a text is a date and a time of day that exist in the calendar. */
export function isLocalDateTime(text: string): text is LocalDateTime {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(text)) return false;
  const time = asIfUtc(text);
  // 31 June would come back as 1 July.
  return time !== undefined && new Date(time).toISOString().startsWith(text.replace(" ", "T"));
}

/**
 * The instant at which the clocks of a zone show a time. A time that a change of the clocks leaves out is an hour later; of
 * one that comes twice it is one of the two.
 *
 * @param local - The time on the clocks.
 * @param timeZone - The zone's name.
 * @returns `undefined` when the text is not a date and time.
 */
export function instantOf(local: string, timeZone: string): Date | undefined {
  const wanted = asIfUtc(local);
  if (wanted === undefined) return undefined;
  const shownAt = (time: number): number => {
    const { year, month, day, hour, minute, second } = clockAt(new Date(time), timeZone);
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  };
  // The offset differs on the two sides of a change of the clocks: the second round takes the one that holds there.
  const first = wanted - (shownAt(wanted) - wanted);
  return new Date(first - (shownAt(first) - wanted));
}
