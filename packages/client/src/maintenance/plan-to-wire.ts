import { KumaValidationError } from "../errors/kuma-errors.ts";
import type { ClockTime, MaintenancePlan, MaintenanceTime } from "../model/maintenance.ts";
import { weekdays } from "./plan-schema.ts";
import { instantOf, localTimeAt } from "../model/local-time.ts";

/** The fields of a plan as they stand on the wire. */
export type PlanOnTheWire = Readonly<Record<string, unknown>>;

const sameAsServer = "SAME_AS_SERVER";

function timesOf(plan: MaintenancePlan): readonly [string, MaintenanceTime | null, string, MaintenanceTime | null] {
  if (plan.strategy === "manual") return ["start", null, "end", null];
  if (plan.strategy === "single") return ["start", plan.start, "end", plan.end];
  return ["effectiveFrom", plan.effectiveFrom ?? null, "effectiveUntil", plan.effectiveUntil ?? null];
}

/** The zone on the wire: the server knows exact times only as what a clock shows somewhere. */
function zoneOf(plan: MaintenancePlan): string {
  const wanted = plan.strategy === "manual" ? undefined : plan.timeZone;
  const [, start, , end] = timesOf(plan);
  const hasDate = start instanceof Date || end instanceof Date;
  if (wanted === undefined) return hasDate ? "UTC" : sameAsServer;
  if (wanted !== "server") return wanted;
  if (hasDate) {
    throw new KumaValidationError("timeZone", "a Date cannot be given in the server's zone: name the zone", {
      hint: "Leave timeZone out, and the Date is kept exactly, in UTC.",
    });
  }
  return sameAsServer;
}

function rangeOnTheWire(plan: MaintenancePlan, zone: string): readonly (string | null)[] {
  const [startField, start, endField, end] = timesOf(plan);
  const toLocal = (time: MaintenanceTime | null): string | null =>
    time instanceof Date ? localTimeAt(time, zone) : time;
  const range = [toLocal(start), toLocal(end)] as const;
  // Where a Date is given, the zone has a name.
  const known = zone === sameAsServer ? "UTC" : zone;
  const [from, to] = range.map((time) => (time === null ? undefined : instantOf(time, known)));
  if (from !== undefined && to !== undefined && from >= to)
    throw new KumaValidationError(endField, `must be at least a minute after ${startField}`);
  return range;
}

function clockOnTheWire(time: ClockTime): { hours: number; minutes: number } {
  const [hours, minutes] = time.split(":");
  return { hours: Number(hours), minutes: Number(minutes) };
}

/** The fields that the server demands of plans which do not use them; the values are those of its page. */
export const unusedPlanFields: PlanOnTheWire = {
  cron: "30 3 * * *",
  durationMinutes: 60,
  intervalDay: 1,
  weekdays: [],
  daysOfMonth: [],
  timeRange: [
    { hours: 2, minutes: 0 },
    { hours: 3, minutes: 0 },
  ],
};

function ownFields(plan: MaintenancePlan): PlanOnTheWire {
  switch (plan.strategy) {
    case "cron":
      return { cron: plan.cron.trim(), durationMinutes: plan.durationMinutes };
    case "recurring-interval":
      return { intervalDay: plan.intervalDays };
    case "recurring-weekday":
      return { weekdays: [...new Set(plan.weekdays.map((day) => weekdays.indexOf(day)))] };
    case "recurring-day-of-month":
      return { daysOfMonth: [...new Set(plan.daysOfMonth.map((day) => (day === "last" ? "lastDay1" : day)))] };
    default:
      return {};
  }
}

/**
 * Writes the fields of a plan as the server wants them: times as `YYYY-MM-DD HH:mm` in the zone that is sent along
 * (`jsonToBean` in server/model/maintenance.js).
 *
 * @throws {@link KumaValidationError} when it ends before it starts, or a `Date` is to be in a zone without a name.
 */
export function planOnTheWire(plan: MaintenancePlan): PlanOnTheWire {
  const zone = zoneOf(plan);
  const wire = {
    ...ownFields(plan),
    strategy: plan.strategy,
    timezoneOption: zone,
    dateRange: rangeOnTheWire(plan, zone),
  };
  if (!("timeRange" in plan)) return wire;
  return { ...wire, timeRange: [clockOnTheWire(plan.timeRange.from), clockOnTheWire(plan.timeRange.to)] };
}
