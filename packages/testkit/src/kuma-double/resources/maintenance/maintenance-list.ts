import type { DoubleKuma } from "../../double-kuma.ts";
import { offsetOf } from "../info.ts";
import type { KnownMaintenance, MaintenanceColumns } from "./maintenance-bean.ts";
import { maintenanceStatus, zoneOf } from "./maintenance-status.ts";

/** All maintenances by id, as the running server has them in memory. */
export function maintenanceList(kuma: DoubleKuma): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...kuma.maintenances.values()].map((bean) => [bean.id, maintenanceJson(kuma, bean)]));
}

/** A maintenance as clients see it. */
export function maintenanceJson(kuma: DoubleKuma, known: KnownMaintenance): Readonly<Record<string, unknown>> {
  const { id, columns } = known;
  const timezone = zoneOf(kuma, columns);
  const { start_date: start, end_date: end, duration } = columns;
  return {
    id,
    title: columns["title"],
    description: columns["description"],
    strategy: columns["strategy"],
    intervalDay: columns["interval_day"],
    active: Boolean(columns["active"]),
    dateRange: [start ? start : null, ...(end ? [end] : [])],
    timeRange: [timeOf(columns["start_time"]), timeOf(columns["end_time"])],
    weekdays: listOf(columns["weekdays"]),
    daysOfMonth: listOf(columns["days_of_month"]),
    timeslotList: timesOf(known),
    cron: columns["cron"],
    duration,
    durationMinutes: duration === undefined ? null : Math.trunc(Number(duration) / 60),
    timezone,
    timezoneOption: columns["timezone"],
    timezoneOffset: offsetOf(timezone),
    status: maintenanceStatus(kuma, known),
  };
}

/** The columns that the database has. */
export function storedColumns(columns: MaintenanceColumns): MaintenanceColumns {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

interface Time {
  readonly startDate: unknown;
  readonly endDate: unknown;
}

function timesOf({ columns, job }: KnownMaintenance): readonly Time[] {
  if (columns["strategy"] === "manual") return [];
  if (columns["strategy"] === "single") return [{ startDate: columns["start_date"], endDate: columns["end_date"] }];
  if (job === undefined) return [];
  const running = runningTime({ columns, job });
  const next = job.nextRun();
  return [...(running === undefined ? [] : [running]), ...(next === null ? [] : [timeFrom(next, columns)])];
}

/** The time that is now, if it is. */
export function runningTime({
  columns,
  job,
}: Pick<KnownMaintenance, "columns" | "job">): { readonly startDate: string; readonly endDate: string } | undefined {
  const now = Date.now();
  const start = job?.nextRun(new Date(now - Number(columns["duration"]) * 1000));
  if (start === undefined || start === null) return undefined;
  const time = timeFrom(start, columns);
  return Date.parse(time.startDate) < now && now < Date.parse(time.endDate) ? time : undefined;
}

function timeFrom(
  start: Date,
  { duration }: MaintenanceColumns,
): { readonly startDate: string; readonly endDate: string } {
  const end = new Date(start.getTime() + Number(duration) * 1000);
  return { startDate: start.toISOString(), endDate: end.toISOString() };
}

function timeOf(text: unknown): unknown {
  if (typeof text !== "string" || text === "") return { hours: 0, minutes: 0 };
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  return { hours, minutes, seconds };
}

function listOf(text: unknown): readonly unknown[] {
  const list: unknown = typeof text === "string" && text !== "" ? JSON.parse(text) : [];
  return Array.isArray(list) ? (list as unknown[]) : [];
}
