import type { MaintenancePlan, MaintenanceTime } from "@kumakit/client";

import { usageError } from "../cli-error.ts";

/** The flags that say when a maintenance is. */
export interface PlanFlags {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly cron?: string | undefined;
  /** In ms. */
  readonly for?: number | undefined;
  readonly "time-zone"?: string | undefined;
}

const MINUTE = 60_000;

/** The plan that these flags stand for. @throws CliError (exit 2) when they say no time, or one that is wrong */
export function planOf({ start, end, cron, for: length, "time-zone": zone }: PlanFlags): MaintenancePlan {
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  if (start !== undefined && end !== undefined)
    return { strategy: "single", start: timeOf("--start", start), end: timeOf("--end", end), ...timeZone };
  if (cron !== undefined && length !== undefined)
    return { strategy: "cron", cron, durationMinutes: Math.ceil(length / MINUTE), ...timeZone };
  throw usageError("The time of the maintenance is missing", "--start and --end, or --cron and --for");
}

/** A time of a clock stays one: the zone of the maintenance says which clock. */
function timeOf(flag: string, text: string): MaintenanceTime {
  const written = text.trim();
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d$/.test(written)) return written.replace("T", " ") as MaintenanceTime;
  const time = new Date(written);
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(written) && !Number.isNaN(time.getTime())) return time;
  throw usageError(`${flag} must be a time, not ${JSON.stringify(text)}`, `${flag} "2026-12-01 22:00"`);
}
