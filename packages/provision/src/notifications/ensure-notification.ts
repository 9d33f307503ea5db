import type { KumaClient, Notification } from "@kumakit/client";

import { notesAfterTest, testNotification } from "./test-notification.ts";
import { planNotification, type NotificationPlan, type NotificationWish } from "./plan-notification.ts";

/** A notification that is there now. */
export interface EnsuredNotification extends Pick<NotificationPlan, "outcome" | "warnings"> {
  /** The notification. */
  readonly notification: Notification;
}

/**
 * Makes sure that there is a notification of that name.
 *
 * @throws ProvisionError when it exists and that is an error; KumaError, also when the test message cannot be sent
 */
export async function ensureNotification(client: KumaClient, wish: NotificationWish): Promise<EnsuredNotification> {
  const { existing, outcome, warnings } = await planNotification(client, wish);
  if (existing !== undefined && outcome === "kept") {
    if (wish.test) await testNotification(client, existing);
    return { notification: existing, outcome, warnings };
  }
  const { name, type, isDefault, config } = wish;
  const given = { ...config, name, type, isDefault: isDefault || existing?.isDefault === true };
  if (wish.test) await client.notifications.test(given);
  const input = { ...given, kumakit: notesAfterTest(existing, wish.test) };
  const notification =
    existing === undefined
      ? await client.notifications.create(input)
      : await client.notifications.update(existing.id, input);
  return { notification, outcome, warnings };
}
