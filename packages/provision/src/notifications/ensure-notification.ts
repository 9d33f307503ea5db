import type { KumaClient, Notification } from "@kumakit/client";

import { notesAfterTest, testNotification } from "./test-notification.ts";
import { lookUpNotification, type NotificationPlan, type NotificationWish } from "./plan-notification.ts";

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
  const { plan, existing } = await lookUpNotification(client, wish);
  const { outcome, warnings, actions } = plan;
  const isTested = actions.some(({ kind }) => kind === "test");
  if (existing !== undefined && outcome === "kept") {
    if (isTested) await testNotification(client, existing);
    return { notification: existing, outcome, warnings };
  }
  const { name, type, isDefault, config } = wish;
  const given = { ...config, name, type, isDefault: isDefault ?? existing?.isDefault === true };
  if (isTested) await client.notifications.test(given);
  const input = { ...given, kumakit: notesAfterTest(existing, isTested) };
  const notification =
    existing === undefined
      ? await client.notifications.create(input)
      : await client.notifications.update(existing.id, input);
  return { notification, outcome, warnings };
}
