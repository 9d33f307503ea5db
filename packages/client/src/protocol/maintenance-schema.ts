import * as z from "zod";
import { weekdays } from "../maintenance/plan-schema.ts";
import { instantOf, isTimeZone } from "../model/local-time.ts";
import type {
  ClockRange,
  ClockTime,
  LocalDateTime,
  Maintenance,
  MaintenanceFacts,
  MaintenancePlan,
  MaintenanceStatus,
  OtherPlan,
} from "../model/maintenance.ts";
import { hide } from "./hide.ts";
import { flagSchema, idSchema } from "./id-schema.ts";

const statuses: readonly MaintenanceStatus[] = ["inactive", "scheduled", "under-maintenance", "ended", "unknown"];
const clockSchema = z.object({ hours: z.coerce.number(), minutes: z.coerce.number() });

const wireSchema = z.looseObject({
  id: idSchema,
  title: z.string().nullish(),
  description: z.string().nullish(),
  active: flagSchema,
  strategy: z.string(),
  intervalDay: z.coerce.number().nullish(),
  cron: z.string().nullish(),
  duration: z.coerce.number().nullish(),
  dateRange: z.array(z.string().nullish()),
  timeRange: z.array(clockSchema.nullish()),
  weekdays: z.array(z.coerce.number()),
  daysOfMonth: z.array(z.union([z.number(), z.string()])),
  timeslotList: z.array(z.object({ startDate: z.string().nullish(), endDate: z.string().nullish() })),
  timezone: z.string().nullish(),
  timezoneOption: z.string().nullish(),
  status: z.string().nullish(),
});
type Wire = z.infer<typeof wireSchema>;

function clockOf(time: { hours: number; minutes: number } | null | undefined): ClockTime {
  const twoDigits = (value: number | undefined): string => String(value ?? 0).padStart(2, "0");
  return `${twoDigits(time?.hours)}:${twoDigits(time?.minutes)}` as ClockTime;
}

/** MariaDB and browsers write other separators and seconds. */
function localOf(text: string | null | undefined): LocalDateTime | null {
  return text === null || text === undefined ? null : (text.replace("T", " ").slice(0, 16) as LocalDateTime);
}

function repeated(wire: Wire): {
  timeZone: string;
  effectiveFrom: LocalDateTime | null;
  effectiveUntil: LocalDateTime | null;
} {
  return {
    timeZone: timeZoneOf(wire),
    effectiveFrom: localOf(wire.dateRange[0]),
    effectiveUntil: localOf(wire.dateRange[1]),
  };
}

function timeZoneOf({ timezoneOption }: Wire): string {
  const option = timezoneOption ?? "SAME_AS_SERVER";
  return option === "SAME_AS_SERVER" ? "server" : option;
}

function daysOfMonthOf(wire: Wire): (number | "last")[] {
  return wire.daysOfMonth
    .filter((day) => day === "lastDay1" || Number.isInteger(Number(day)))
    .map((day) => (day === "lastDay1" ? "last" : Number(day)));
}

const planReaders: Readonly<
  Record<MaintenancePlan["strategy"], (wire: Wire, timeRange: ClockRange) => MaintenancePlan>
> = {
  manual: () => ({ strategy: "manual" }),
  single: (wire) => ({
    strategy: "single",
    start: localOf(wire.dateRange[0]) ?? "1970-01-01 00:00",
    end: localOf(wire.dateRange[1]) ?? "9999-12-31 23:59",
    timeZone: timeZoneOf(wire),
  }),
  cron: (wire) => ({
    strategy: "cron",
    cron: wire.cron ?? "",
    durationMinutes: Math.floor((wire.duration ?? 0) / 60),
    ...repeated(wire),
  }),
  "recurring-interval": (wire, timeRange) => ({
    strategy: "recurring-interval",
    intervalDays: wire.intervalDay ?? 1,
    timeRange,
    ...repeated(wire),
  }),
  "recurring-weekday": (wire, timeRange) => ({
    strategy: "recurring-weekday",
    // Cron's 7 is a Sunday, too.
    weekdays: wire.weekdays.map((day) => weekdays[day % 7]).filter((day) => day !== undefined),
    timeRange,
    ...repeated(wire),
  }),
  "recurring-day-of-month": (wire, timeRange) => ({
    strategy: "recurring-day-of-month",
    daysOfMonth: daysOfMonthOf(wire),
    timeRange,
    ...repeated(wire),
  }),
};

function isStrategy(strategy: string): strategy is MaintenancePlan["strategy"] {
  return Object.hasOwn(planReaders, strategy);
}

function planOf(wire: Wire): MaintenancePlan | OtherPlan {
  if (!isStrategy(wire.strategy)) return { strategy: "other" };
  return planReaders[wire.strategy](wire, { from: clockOf(wire.timeRange[0]), to: clockOf(wire.timeRange[1]) });
}

function timeSlotsOf(wire: Wire, zone: string): { start: Date; end: Date }[] {
  const read = (text: string | null | undefined): Date | undefined => {
    if (text === null || text === undefined) return undefined;
    // Those of a single one are local, the others are written with a Z.
    return text.endsWith("Z") ? new Date(text) : instantOf(text, zone);
  };
  return wire.timeslotList.flatMap(({ startDate, endDate }) => {
    const [start, end] = [read(startDate), read(endDate)];
    return start === undefined || end === undefined ? [] : [{ start, end }];
  });
}

/** A maintenance as `maintenanceList` and `getMaintenance` send it (`toPublicJSON` in server/model/maintenance.js). */
export const maintenanceSchema = z.unknown().transform((raw, context): Maintenance => {
  const result = wireSchema.safeParse(raw);
  if (!result.success) {
    context.addIssue({ code: "custom", message: `not a maintenance: ${result.error.issues[0]?.path.join(".")}` });
    return z.NEVER;
  }
  const wire = result.data;
  const zone = wire.timezone ?? "UTC";
  const facts: MaintenanceFacts = {
    id: wire.id,
    title: wire.title ?? "",
    description: wire.description ?? "",
    active: wire.active,
    status: statuses.find((status) => status === wire.status) ?? "unknown",
    effectiveTimeZone: zone,
    timeSlots: timeSlotsOf(wire, isTimeZone(zone) ? zone : "UTC"),
    raw: Object.freeze(raw as Record<string, unknown>),
  };
  return hide({ ...facts, ...planOf(wire) }, "raw");
});

/** The payload of `maintenanceList`: a map from id to maintenance. */
export const maintenanceMapSchema = z.record(z.string(), z.unknown()).transform((map) => Object.values(map));
