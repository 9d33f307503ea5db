import * as z from "zod";
import type { Heartbeat, HeartbeatStatus } from "../model/heartbeat.ts";
import { flagSchema, idSchema } from "./id-schema.ts";
import { parseServerTime } from "./server-time.ts";

// src/util.ts of every version
const statuses: readonly HeartbeatStatus[] = ["down", "up", "pending", "maintenance"];

/** A heartbeat's status, which is a number on the wire. */
export const heartbeatStatusSchema = z.coerce.number().transform((code, context): HeartbeatStatus => {
  const status = statuses[code];
  if (status !== undefined) return status;
  context.addIssue({ code: "custom", message: `unknown heartbeat status ${code}` });
  return z.NEVER;
});

/** A heartbeat's time. */
export const heartbeatTimeSchema = z.string().transform((text, context): Date => {
  const time = parseServerTime(text);
  if (time !== undefined) return time;
  context.addIssue({ code: "custom", message: "not a time" });
  return z.NEVER;
});

/**
 * A heartbeat in any of the server's three shapes: live (`monitorID`, booleans), rows of `heartbeatList` and
 * `getMonitorBeats` (`monitor_id`, 0/1) and `importantHeartbeatList` (`monitorID`, 0/1).
 */
export const heartbeatSchema = z
  .object({
    monitorID: idSchema.optional(),
    monitor_id: idSchema.optional(),
    status: heartbeatStatusSchema,
    time: heartbeatTimeSchema,
    msg: z.string().nullish(),
    ping: z.coerce.number().nullish(),
    important: flagSchema,
    duration: z.coerce.number().nullish(),
  })
  .transform((row, context): Heartbeat => {
    const monitorId = row.monitorID ?? row.monitor_id;
    if (monitorId === undefined) {
      context.addIssue({ code: "custom", message: "a heartbeat without a monitor" });
      return z.NEVER;
    }
    return {
      monitorId,
      status: row.status,
      time: row.time,
      message: row.msg ?? "",
      ping: row.ping ?? null,
      important: row.important,
      ...(row.duration === undefined || row.duration === null ? {} : { duration: row.duration }),
    };
  });
