import { printable } from "@kumakit/text";
import type { Notification } from "@kumakit/client";
import type { EnsuredNotification } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema } from "../contract/shared-schemas.ts";

/** A notification with `--json`. */
export const notificationSchema = (z: Zod) =>
  z.strictObject({ ...namedSchema(z).shape, type: z.string(), isDefault: z.boolean(), active: z.boolean() });

/** A notification as `--json` shows it: never its settings. */
export function notificationData({ id, name, type, isDefault, active }: Notification) {
  return { id, name, type, isDefault, active };
}

/** The output of `kuma notification create` for people. */
export function describeNotification(notification: Notification, outcome: EnsuredNotification["outcome"]): string {
  const shown = `"${printable(notification.name)}" (id ${notification.id}, ${notification.type})`;
  const isDefault = notification.isDefault ? " New monitors get it by default." : "";
  if (outcome === "created") return `Created the notification ${shown}.${isDefault}`;
  if (outcome === "updated") return `Updated the notification ${shown}.${isDefault}`;
  return `The notification ${shown} exists already; nothing was changed.`;
}
