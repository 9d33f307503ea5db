import type { KumaClient } from "@kumakit/client";

import type { NamedNotification } from "../monitors/monitor-wish.ts";
import { testedAt, testNotification } from "../notifications/test-notification.ts";
import type { PlannedWish } from "./plan-checks.ts";

/** The tests of a run, by the ids of the notifications: one message for all hosts. */
export type NotificationTests = Map<number, Promise<void>>;

/** The notifications that some monitors alert, each once. */
export function alertedBy(monitors: readonly Pick<PlannedWish, "planned">[]): readonly NamedNotification[] {
  const all = monitors.flatMap(({ planned }) => planned.plan.notifications);
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/** Sends a test message through each notification, once in a run. @throws KumaError when one does not go through */
export async function testAll(
  client: KumaClient,
  wanted: readonly NamedNotification[],
  tests: NotificationTests,
): Promise<void> {
  const all = await client.notifications.list();
  for (const { id } of wanted) {
    const notification = all.find((one) => one.id === id);
    if (notification === undefined) continue;
    const test = tests.get(id) ?? testNotification(client, notification);
    tests.set(id, test);
    await test;
  }
}

/** Those of some notifications that no test message is known to have gone through. */
export async function untestedOf(
  client: KumaClient,
  alerted: readonly NamedNotification[],
): Promise<readonly NamedNotification[]> {
  if (alerted.length === 0) return [];
  const all = await client.notifications.list();
  const untested = new Set(all.filter((one) => testedAt(one) === null).map(({ id }) => id));
  return alerted.filter(({ id }) => untested.has(id));
}
