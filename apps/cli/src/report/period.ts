import { TZDate } from "@date-fns/tz";
import { didYouMean } from "@kumakit/text";

import { usageError } from "../cli-error.ts";
import type { Stretch } from "./history.ts";

/** The time that a report is about. */
export interface Period extends Stretch {
  /** The time zone of its days and months, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Such as `October 2026`, or two dates. */
  readonly title: string;
}

/** The wish for a period. Without one it is the last whole month. */
export interface PeriodWish {
  /** `2026-10`. */
  readonly month?: string | undefined;
  /** Its begin; it then ends now. */
  readonly since?: Date | undefined;
  /** @defaultValue that of this machine */
  readonly timeZone?: string | undefined;
}

/** Finds out the time that a report is to be about. @throws CliError (exit 2) */
export function periodOf(wish: PeriodWish, now: Date): Period {
  const timeZone = zoneOf(wish.timeZone);
  if (wish.since !== undefined) {
    const title = `${dayIn(timeZone, wish.since.getTime())} to ${dayIn(timeZone, now.getTime())}`;
    return { from: wish.since.getTime(), to: now.getTime(), timeZone, title };
  }
  const { year, month } = wish.month === undefined ? monthBefore(now, timeZone) : parseMonth(wish.month);
  const from = new TZDate(year, month, 1, timeZone).getTime();
  if (from >= now.getTime()) throw usageError(`--month ${wish.month ?? ""} has not begun`, null);
  const to = Math.min(new TZDate(year, month + 1, 1, timeZone).getTime(), now.getTime());
  const name = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone }).format(from);
  return { from, to, timeZone, title: to === now.getTime() ? `${name}, so far` : name };
}

/** A time as `2026-10-03 08:05`, by the clock of a time zone. */
export function timeIn(timeZone: string, time: number): string {
  const style = { timeZone, dateStyle: "short", timeStyle: "short" } as const;
  // The way that Sweden writes it is that of ISO 8601.
  return new Intl.DateTimeFormat("sv-SE", style).format(time);
}

/** A day as `2026-10-03`, by the clock of a time zone. */
export function dayIn(timeZone: string, time: number): string {
  return timeIn(timeZone, time).slice(0, 10);
}

/** The begins of the days in a period, by the clock of its time zone; the first is that of the period. */
export function daysOf({ from, to, timeZone }: Period): readonly number[] {
  const days = [from];
  for (let day = new TZDate(from, timeZone); ;) {
    day = new TZDate(day.getFullYear(), day.getMonth(), day.getDate() + 1, timeZone);
    if (day.getTime() >= to) return days;
    days.push(day.getTime());
  }
}

function monthBefore(now: Date, timeZone: string): { year: number; month: number } {
  const local = new TZDate(now.getTime(), timeZone);
  const before = new TZDate(local.getFullYear(), local.getMonth() - 1, 1, timeZone);
  return { year: before.getFullYear(), month: before.getMonth() };
}

function parseMonth(text: string): { year: number; month: number } {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text.trim()) ?? [];
  if (year === undefined)
    throw usageError(`--month must be a year and a month, not ${JSON.stringify(text)}`, "--month 2026-10");
  return { year: Number(year), month: Number(month) - 1 };
}

function zoneOf(wanted = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    const guess = didYouMean(wanted, Intl.supportedValuesOf("timeZone"));
    throw usageError(`There is no time zone ${JSON.stringify(wanted)}.${guess}`, "--tz Europe/Berlin");
  }
}
