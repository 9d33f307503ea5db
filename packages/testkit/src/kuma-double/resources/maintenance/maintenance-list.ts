import type { Row } from "../../database/database.ts";
import type { DoubleKuma } from "../../double-kuma.ts";
import { offsetOf } from "../info.ts";
import { maintenanceStatus, zoneOf } from "./maintenance-status.ts";

/** All maintenances by id. */
export function maintenanceList(kuma: DoubleKuma): Readonly<Record<string, unknown>> {
  const rows = kuma.database.all("maintenance");
  return Object.fromEntries(rows.map((row) => [row.id, listed(kuma, row)]));
}

/** A maintenance that was made since the start has no duration where a stored one has none either, but says so otherwise. */
function listed(kuma: DoubleKuma, row: Row): Readonly<Record<string, unknown>> {
  const json = maintenanceJson(kuma, row);
  if (!kuma.newMaintenances.has(row.id) || row["duration"] !== null) return json;
  return { ...json, duration: undefined, durationMinutes: null };
}

/** A maintenance as clients see it. */
export function maintenanceJson(kuma: DoubleKuma, row: Row): Readonly<Record<string, unknown>> {
  const timezone = zoneOf(kuma, row);
  const { start_date: start, end_date: end, duration } = row;
  return {
    id: row.id,
    title: row["title"],
    description: row["description"],
    strategy: row["strategy"],
    intervalDay: row["interval_day"],
    active: row["active"] === 1,
    dateRange: end === null || end === "" ? [start] : [start, end],
    timeRange: [timeOf(row["start_time"]), timeOf(row["end_time"])],
    weekdays: listOf(row["weekdays"]),
    daysOfMonth: listOf(row["days_of_month"]),
    timeslotList: row["strategy"] === "single" ? [{ startDate: start, endDate: end }] : [],
    cron: row["cron"],
    duration,
    durationMinutes: Math.trunc(Number(duration) / 60),
    timezone,
    timezoneOption: row["timezone"],
    timezoneOffset: offsetOf(timezone),
    status: maintenanceStatus(kuma, row),
  };
}

function timeOf(text: unknown): unknown {
  if (typeof text !== "string" || text === "") return { hours: 0, minutes: 0 };
  const [hours = "", minutes = ""] = text.split(":");
  return { hours: Number(hours), minutes: Number(minutes) };
}

function listOf(text: unknown): readonly unknown[] {
  const list: unknown = typeof text === "string" && text !== "" ? JSON.parse(text) : [];
  return Array.isArray(list) ? (list as unknown[]) : [];
}
