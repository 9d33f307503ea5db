import * as z from "zod";
import type { Monitor } from "../model/monitor.ts";
import { findMonitorType } from "../monitor-types/registry.ts";
import { settingsOf } from "../monitor-types/settings-on-wire.ts";
import { hide } from "./hide.ts";
import { flagSchema, idSchema } from "./id-schema.ts";

const tagSchema = z
  .object({ tag_id: idSchema, name: z.string(), color: z.string(), value: z.string().nullish() })
  .transform((tag) => ({ id: tag.tag_id, name: tag.name, color: tag.color, value: tag.value ?? "" }));

// Further fields stay in `raw`.
const wireSchema = z.object({
  id: idSchema,
  type: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  parent: idSchema.nullish(),
  // 1.23 and 2.0 send true, false or 0
  active: flagSchema,
  interval: z.number(),
  retryInterval: z.number().nullish(),
  resendInterval: z.number().nullish(),
  maxretries: z.number().nullish(),
  upsideDown: flagSchema,
  pushToken: z.string().nullish(),
  notificationIDList: z.record(z.string(), z.unknown()).nullish(),
  tags: z.array(tagSchema).nullish(),
});

/** The ids in the server's map `{ "<id>": true }`. */
function idsOf(map: Readonly<Record<string, unknown>> | null | undefined): readonly number[] {
  return Object.entries(map ?? {})
    .filter(([, isAttached]) => Boolean(isAttached))
    .map(([id]) => Number(id));
}

/** The server's map `{ "<id>": true }` of some ids. */
export function mapOfIds(ids: readonly number[]): Record<string, true> {
  return Object.fromEntries(ids.map((id) => [String(id), true as const]));
}

/** Reads the settings when somebody asks for them: a list of thousands is mostly looked at for names and states. */
function withSettings(monitor: Monitor): Monitor {
  let settings: Readonly<Record<string, unknown>> | undefined;
  const read = (): Readonly<Record<string, unknown>> => {
    const definition = findMonitorType(monitor.type);
    settings ??= definition === undefined ? Object.freeze({}) : settingsOf(definition, monitor.raw);
    return settings;
  };
  return Object.defineProperty(monitor, "settings", { get: read });
}

/** The monitors that were read, by what the server sent, which is frozen since: of thousands, few change between two looks. */
const known = new WeakMap<object, Monitor>();

/**
 * A monitor as the server sends it. `raw`, `settings` and `pushToken` hold secrets: they can be read, but are not enumerable, so
 * that no JSON, spread or log shows them by accident.
 */
export const monitorSchema = z.unknown().transform((raw, context): Monitor => {
  const earlier = known.get(Object(raw));
  if (earlier !== undefined) return earlier;
  const wire = wireSchema.safeParse(raw);
  if (!wire.success) {
    context.addIssue({ code: "custom", message: `not a monitor: ${wire.error.issues[0]?.path.join(".")}` });
    return z.NEVER;
  }
  const { data } = wire;
  const monitor: Monitor = {
    id: data.id,
    type: data.type,
    name: data.name ?? "",
    description: data.description ?? null,
    parent: data.parent ?? null,
    active: data.active,
    interval: data.interval,
    retryInterval: data.retryInterval ?? 0,
    resendInterval: data.resendInterval ?? 0,
    maxRetries: data.maxretries ?? 0,
    upsideDown: data.upsideDown,
    notificationIds: Object.freeze(idsOf(data.notificationIDList)),
    tags: Object.freeze(data.tags ?? []),
    pushToken: data.pushToken ?? null,
    settings: {},
    raw: Object.freeze(raw as Record<string, unknown>),
  };
  known.set(monitor.raw, monitor);
  return hide(withSettings(monitor), "pushToken", "raw", "settings");
});

/** The payload of `monitorList`: a map from id to monitor. */
export const monitorListSchema = z.record(z.string(), z.unknown()).transform((map) => Object.values(map));
