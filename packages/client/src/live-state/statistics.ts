import * as z from "zod";
import type { KumaEvent } from "../model/kuma-event.ts";
import { idSchema } from "../protocol/id-schema.ts";

// server/model/monitor.js of every version; hours
const periods = { "24": "24h", "720": "30d", "1y": "1y" } as const;

const uptimeSchema = z.tuple([idSchema, z.coerce.string().pipe(z.enum(["24", "720", "1y"])), z.coerce.number()]);
const averagePingSchema = z.tuple([idSchema, z.coerce.number().nullable()]);
const certificateSchema = z.looseObject({
  valid: z.boolean().optional(),
  certInfo: z.looseObject({ daysRemaining: z.number().nullish() }).nullish(),
});

function parseJson(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : text;
  } catch {
    return undefined;
  }
}

/** Reads the arguments of `uptime`; `undefined` when they have another shape. */
export function uptimeEvent(args: readonly unknown[]): KumaEvent | undefined {
  const read = uptimeSchema.safeParse(args.slice(0, 3)).data;
  return read && { type: "uptime", monitorId: read[0], period: periods[read[1]], ratio: read[2] };
}

/** Reads the arguments of `avgPing`. */
export function averagePingEvent(args: readonly unknown[]): KumaEvent | undefined {
  const read = averagePingSchema.safeParse(args.slice(0, 2)).data;
  return read && { type: "averagePing", monitorId: read[0], ping: read[1] };
}

/** Reads the arguments of `certInfo`, of which the second is JSON in a string. */
export function certificateEvent(args: readonly unknown[]): KumaEvent | undefined {
  const id = idSchema.safeParse(args[0]).data;
  const raw = certificateSchema.safeParse(parseJson(args[1])).data;
  if (id === undefined || raw === undefined) return undefined;
  const daysRemaining = raw.certInfo?.daysRemaining ?? null;
  return { type: "certificate", monitorId: id, isValid: raw.valid === true, daysRemaining, raw };
}
