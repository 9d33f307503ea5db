import * as z from "zod";
import type { Notification } from "../model/notification.ts";
import { hide } from "./hide.ts";
import { flagSchema, idSchema } from "./id-schema.ts";

const rowSchema = z.object({
  id: idSchema,
  name: z.string().nullish(),
  active: flagSchema,
  isDefault: flagSchema,
  config: z.string().nullish(),
});

function parseConfig(text: string | null | undefined): Record<string, unknown> {
  try {
    const config: unknown = JSON.parse(text ?? "{}");
    return typeof config === "object" && config !== null ? { ...config } : {};
  } catch {
    return {};
  }
}

/** A row of `notificationList`. `config` holds secrets: it can be read, but is not enumerable. */
export const notificationSchema = rowSchema.transform((row): Notification => {
  const config = parseConfig(row.config);
  const type = config["type"];
  const notification: Notification = {
    id: row.id,
    name: row.name ?? "",
    type: typeof type === "string" ? type : "",
    isDefault: row.isDefault,
    active: row.active,
    config: Object.freeze(config),
  };
  return hide(notification, "config");
});
