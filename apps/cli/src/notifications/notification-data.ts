import { printable } from "@kumakit/text";
import type { Notification } from "@kumakit/client";
import type { EnsuredNotification } from "@kumakit/provision";
import { provenAt, testedAt } from "@kumakit/provision/names";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema } from "../contract/shared-schemas.ts";

/** A notification with `--json`. */
export const notificationSchema = (z: Zod) =>
  z.strictObject({
    ...namedSchema(z).shape,
    type: z.string(),
    isDefault: z.boolean(),
    active: z.boolean(),
    testedAt: z.iso.datetime().nullable().describe("When a test message last went through, with the present settings."),
    provenAt: z.iso.datetime().nullable().describe("When a person last said that an alert came: kuma verify --ack."),
  });

/** A notification as `--json` shows it: never its settings. */
export function notificationData(notification: Notification) {
  const { id, name, type, isDefault, active } = notification;
  const tested = testedAt(notification)?.toISOString() ?? null;
  const proven = provenAt(notification)?.toISOString() ?? null;
  return { id, name, type, isDefault, active, testedAt: tested, provenAt: proven };
}

/** The output of `kuma notification create` for people. */
export function describeNotification(notification: Notification, outcome: EnsuredNotification["outcome"]): string {
  const shown = `"${printable(notification.name)}" (id ${notification.id}, ${notification.type})`;
  const isDefault = notification.isDefault ? " New monitors get it by default." : "";
  if (outcome === "created") return `Created the notification ${shown}.${isDefault}`;
  if (outcome === "updated") return `Updated the notification ${shown}.${isDefault}`;
  return `The notification ${shown} exists already; nothing was changed.`;
}
