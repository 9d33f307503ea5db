import type { Maintenance } from "../model/maintenance.ts";
import type { PlanOnTheWire } from "./plan-to-wire.ts";

/** A maintenance in the form in which the server wants it back. */
export function presentOnTheWire({ raw, title, description, active }: Maintenance): PlanOnTheWire {
  const range: readonly unknown[] = Array.isArray(raw["dateRange"]) ? raw["dateRange"] : [];
  // It leaves an end out that is not set.
  return { ...raw, title, description, active, dateRange: [range[0] ?? null, range[1] ?? null] };
}

const writtenNames =
  "title description active strategy intervalDay cron durationMinutes timezoneOption weekdays daysOfMonth";

/** The minutes of a time; MariaDB and browsers write other separators and seconds. */
function toTheMinute(time: unknown): unknown {
  return typeof time === "string" ? time.replace("T", " ").slice(0, 16) : (time ?? null);
}

function clockOf(time: unknown): unknown {
  const { hours, minutes } = Object(time) as { hours?: unknown; minutes?: unknown };
  return { hours: Number(hours), minutes: Number(minutes) };
}

/** The values that an edit of a maintenance writes, each in one form; the rest the server works out. */
export function writtenValues(wire: PlanOnTheWire): PlanOnTheWire {
  const { dateRange, timeRange } = wire;
  const plain = writtenNames.split(" ").filter((name) => name in wire);
  return {
    ...Object.fromEntries(plain.map((name) => [name, wire[name]])),
    ...(Array.isArray(dateRange) ? { dateRange: dateRange.map((time) => toTheMinute(time)) } : {}),
    ...(Array.isArray(timeRange) ? { timeRange: timeRange.map((time) => clockOf(time)) } : {}),
  };
}
