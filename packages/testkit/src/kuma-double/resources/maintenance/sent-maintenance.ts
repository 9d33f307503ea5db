import { Cron } from "croner";
import type { MaintenanceColumns } from "./maintenance-bean.ts";

type Sent = Readonly<Record<string, unknown>>;

/**
 * Takes over the fields that a client sent. Those before the first refused one stay, as they do in the memory of a real
 * server.
 *
 * @throws Error with the text that the real server sends
 */
export function takeSent(columns: MaintenanceColumns, sent: Sent): void {
  const { title, description, strategy, intervalDay, timezoneOption, active } = sent;
  Object.assign(columns, { title, description, strategy, interval_day: intervalDay, timezone: timezoneOption, active });
  takeDates(columns, sent["dateRange"]);
  if (strategy === "cron") {
    columns["duration"] = Number(sent["durationMinutes"]) * 60;
    columns["cron"] = sent["cron"];
    checkCron(columns["cron"]);
  }
  if (String(strategy).startsWith("recurring-")) {
    const [from, to] = sent["timeRange"] as readonly unknown[];
    columns["start_time"] = timeText(from);
    columns["end_time"] = timeText(to);
    columns["weekdays"] = JSON.stringify(sent["weekdays"]);
    columns["days_of_month"] = JSON.stringify(sent["daysOfMonth"]);
    makeCron(columns);
    checkCron(columns["cron"]);
  }
}

function takeDates(columns: MaintenanceColumns, dateRange: unknown): void {
  if (dateRange === undefined || dateRange === null)
    throw new TypeError(`Cannot read properties of ${String(dateRange)} (reading '0')`);
  const [start, end] = dateRange as readonly unknown[];
  if (Boolean(start) && isInvalid(start)) throw new Error("Invalid start date");
  columns["start_date"] = start ? start : null;
  if (Boolean(end) && isInvalid(end)) throw new Error("Invalid end date");
  columns["end_date"] = end ? end : null;
}

function isInvalid(date: unknown): boolean {
  const parsed = new Date(String(date));
  return Number.isNaN(parsed.getTime()) || parsed.getFullYear() > 9999;
}

function timeText(time: unknown): unknown {
  if (time === null || time === undefined) return time;
  const { hours, minutes, seconds } = time as Readonly<Record<string, unknown>>;
  const parts = [hours, minutes, ...(seconds ? [seconds] : [])];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Fails as the real server does, which has the pattern read by the same library. */
function checkCron(pattern: unknown): void {
  new Cron(pattern as string, () => {}).stop();
}

/** When a recurring maintenance begins, and how long it takes, from what was asked for. */
export function makeCron(columns: MaintenanceColumns): void {
  const { strategy } = columns;
  if (strategy === "cron") return;
  if (!String(strategy).startsWith("recurring-")) {
    columns["cron"] = "";
    return;
  }
  const [hour, minute] = String(columns["start_time"])
    .split(":")
    .map((part) => Number.parseInt(part, 10));
  if (strategy === "recurring-interval") columns["cron"] = `${minute} ${hour}  * * *`;
  else if (strategy === "recurring-weekday")
    columns["cron"] = `${minute} ${hour} * * ${sorted(columns["weekdays"]).join(",")}`;
  else columns["cron"] = `${minute} ${hour} ${daysOf(sorted(columns["days_of_month"])).join(",")} * *`;
  columns["duration"] = durationOf(columns);
}

function sorted(list: unknown): readonly unknown[] {
  return (JSON.parse(String(list)) as unknown[]).toSorted((a, b) => Number(a) - Number(b));
}

function daysOf(days: readonly unknown[]): readonly unknown[] {
  const known = days.filter((day) => typeof day !== "string" || !day.startsWith("lastDay") || day === "lastDay1");
  return [...new Set(known.map((day) => (day === "lastDay1" ? "L" : day)))];
}

function durationOf({ start_time: start, end_time: end }: MaintenanceColumns): number {
  const secondsOf = (time: unknown): number => Date.parse(`1970-01-01T${String(time)}Z`) / 1000;
  const seconds = secondsOf(end) - secondsOf(start);
  return seconds < 0 ? seconds + 86_400 : seconds;
}
