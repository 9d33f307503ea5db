import type { KumaClient, Notification } from "@kumakit/client";

type Notes = Readonly<Record<string, unknown>>;

type NoteKey = "testedAt" | "provenAt";

/** When a test message last went through a notification with its present settings; null when none is known to have. */
export function testedAt(notification: Notification): Date | null {
  return timeIn(notification, "testedAt");
}

/** When a person last saw an alert of a notification with its present settings; null when nobody is known to have. */
export function provenAt(notification: Notification): Date | null {
  return timeIn(notification, "provenAt");
}

/**
 * Sends a test message through a notification, and notes in its stored settings that it went through.
 *
 * @throws KumaError when it did not
 */
export async function testNotification(client: KumaClient, notification: Notification): Promise<void> {
  await client.notifications.test(notification.id);
  await noteTest(client, notification.id);
}

/** Notes in the stored settings of a notification that a test message went through. @throws KumaError */
export async function noteTest(client: KumaClient, id: number): Promise<void> {
  await note(client, id, "testedAt");
}

/** Notes in the stored settings of a notification that a person has seen an alert of it. @throws KumaError */
export async function noteProof(client: KumaClient, id: number): Promise<void> {
  await note(client, id, "provenAt");
}

/** The notes of a notification once its settings are saved, after a test or without one: older ones are about other settings. */
export function notesAfterTest(notification: Notification | undefined, wasTested: boolean): Notes {
  const { testedAt: _tested, provenAt: _proven, ...rest } = notesOf(notification);
  return wasTested ? { ...rest, testedAt: new Date().toISOString() } : rest;
}

async function note(client: KumaClient, id: number, key: NoteKey): Promise<void> {
  // Read again: a test takes its time, and so does a person; others may have changed the settings meanwhile.
  const now = await client.notifications.get(id);
  await client.notifications.update(id, { kumakit: { ...notesOf(now), [key]: new Date().toISOString() } });
}

function timeIn(notification: Notification, key: NoteKey): Date | null {
  const { [key]: time } = notesOf(notification);
  const date = typeof time === "string" ? new Date(time) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? null : date;
}

function notesOf(notification: Notification | undefined): Notes {
  const notes = notification?.config["kumakit"];
  return typeof notes === "object" && notes !== null ? (notes as Notes) : {};
}
