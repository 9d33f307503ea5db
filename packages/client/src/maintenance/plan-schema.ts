import * as z from "zod";
import type { MaintenanceDetailsPatch, MaintenancePlan } from "../model/maintenance.ts";
import { isLocalDateTime, isTimeZone } from "../model/local-time.ts";

/** The days of the week by the server's numbers. */
export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

const lastYear = 9999;

const timeSchema = z.union(
  [
    z
      .date()
      .refine((date) => date.getUTCFullYear() >= 1000 && date.getUTCFullYear() <= lastYear, "must be before 10000"),
    z.string().refine(isLocalDateTime),
  ],
  'must be a Date or a local time such as "2026-03-29 02:30"',
);
const clockSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "22:00"');
const rangeSchema = z
  .strictObject({ from: clockSchema, to: clockSchema })
  .refine(({ from, to }) => from !== to, "must not end when it starts");

const zoneShape = {
  timeZone: z
    .string()
    .refine((name) => name === "server" || isTimeZone(name), 'must be the name of a time zone, or "server"')
    .optional(),
};
const repeatedShape = {
  ...zoneShape,
  effectiveFrom: timeSchema.nullable().optional(),
  effectiveUntil: timeSchema.nullable().optional(),
};
const idsSchema = z.array(z.int("must be an id").positive("must be an id")).readonly();
const titleSchema = z
  .string()
  .refine((title) => title.trim() !== "", "must not be empty")
  // maintenance.title is VARCHAR(150)
  .refine((title) => Array.from(title).length <= 150, "must not be longer than 150 characters");

const detailsShape = {
  description: z.string().optional(),
  active: z.boolean().optional(),
  monitorIds: idsSchema.optional(),
  statusPageIds: idsSchema.optional(),
};

const dayOfMonthSchema = z.union([z.int().min(1).max(31), z.literal("last")], 'must be 1 to 31, or "last"');
const atLeastOneDay = "must name at least one day";

/** The fields of each plan. */
const planShapes = {
  manual: { strategy: z.literal("manual") },
  single: { strategy: z.literal("single"), start: timeSchema, end: timeSchema, ...zoneShape },
  cron: {
    strategy: z.literal("cron"),
    cron: z.string().regex(/^\s*\S+(?:\s+\S+){4}\s*$/, "must have five fields, such as 30 3 * * 1"),
    durationMinutes: z.int("must be a whole number of minutes").positive("must be at least 1 minute"),
    ...repeatedShape,
  },
  "recurring-interval": {
    strategy: z.literal("recurring-interval"),
    intervalDays: z.int("must be a whole number of days").min(1, "must be at least 1 day").max(3650),
    timeRange: rangeSchema,
    ...repeatedShape,
  },
  "recurring-weekday": {
    strategy: z.literal("recurring-weekday"),
    weekdays: z.array(z.enum(weekdays, "must be a day of the week, such as monday")).min(1, atLeastOneDay).readonly(),
    timeRange: rangeSchema,
    ...repeatedShape,
  },
  "recurring-day-of-month": {
    strategy: z.literal("recurring-day-of-month"),
    daysOfMonth: z.array(dayOfMonthSchema).min(1, atLeastOneDay).readonly(),
    timeRange: rangeSchema,
    ...repeatedShape,
  },
};

function unionWith<T extends z.ZodRawShape>(details: T) {
  return z.discriminatedUnion(
    "strategy",
    [
      z.strictObject({ ...details, ...planShapes.manual }),
      z.strictObject({ ...details, ...planShapes.single }),
      z.strictObject({ ...details, ...planShapes.cron }),
      z.strictObject({ ...details, ...planShapes["recurring-interval"] }),
      z.strictObject({ ...details, ...planShapes["recurring-weekday"] }),
      z.strictObject({ ...details, ...planShapes["recurring-day-of-month"] }),
    ],
    { error: () => `must be one of ${Object.keys(planShapes).join(", ")}` },
  );
}

/** The input of {@link MaintenanceSchedules.create}, checked. The types of times of day are narrower outside. */
export const maintenanceInputSchema = unionWith({ title: titleSchema, ...detailsShape });

const optionalDetails = { title: titleSchema.optional(), ...detailsShape };

/** The input of an update with a new plan. */
export const maintenanceReplanSchema = unionWith(optionalDetails);

/** The input of an update that keeps the plan. */
export const maintenanceDetailsPatchSchema: z.ZodType<MaintenanceDetailsPatch> = z.strictObject(optionalDetails);

/** The plan inside a checked input, with the types of the model again. */
export function planIn(input: z.infer<typeof maintenanceReplanSchema>): MaintenancePlan {
  const { title: _title, description: _description, active: _active, ...rest } = input;
  const { monitorIds: _monitorIds, statusPageIds: _statusPageIds, ...plan } = rest;
  return plan as MaintenancePlan;
}
