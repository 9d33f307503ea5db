import type { KumaClient, Notification } from "@kumakit/client";

type Notes = Readonly<Record<string, unknown>>;

/** When a test message last went through a notification with its present settings; null when none is known to have. */
export function testedAt(notification: Notification): Date | null {
  const { testedAt: time } = notesOf(notification);
  const date = typeof time === "string" ? new Date(time) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? null : date;
}

/**
 * Sends a test message through a notification, and notes in its stored settings that it went through.
 *
 * @throws KumaError when it did not
 */
export async function testNotification(client: KumaClient, notification: Notification): Promise<void> {
  await client.notifications.test(notification.id);
  await client.notifications.update(notification.id, { kumakit: notesAfterTest(notification, true) });
}

/** The notes of a notification once its settings are saved, after a test or without one. */
export function notesAfterTest(notification: Notification | undefined, wasTested: boolean): Notes {
  const { testedAt: _former, ...rest } = notesOf(notification);
  return wasTested ? { ...rest, testedAt: new Date().toISOString() } : rest;
}

function notesOf(notification: Notification | undefined): Notes {
  const notes = notification?.config["kumakit"];
  return typeof notes === "object" && notes !== null ? (notes as Notes) : {};
}
