import { printable } from "@kumakit/text";
import type { Monitor, Notification } from "@kumakit/client";

import type { Deletion } from "../prompts/confirm-deletion.ts";

/** The losses that come with deleting a notification. */
export interface NotificationDeletion extends Deletion {
  /** Each completes "Would …". */
  readonly steps: readonly string[];
}

/** Says what deleting a notification means; it is severe when some monitor would then alert nobody. */
export function describeNotificationDeletion(
  { id, name }: Notification,
  monitors: readonly Monitor[],
): NotificationDeletion {
  const users = monitors.filter(({ notificationIds }) => notificationIds.includes(id));
  const muted = users.filter(({ notificationIds }) => notificationIds.length === 1).length;
  const what = `delete the notification "${printable(name)}" (id ${id})`;
  const silence = `leave ${counted(muted)} that alert${muted === 1 ? "s" : ""} nobody`;
  return {
    name,
    isSevere: muted > 0,
    message: `D${what.slice(1)}, which ${counted(users.length)} ${users.length === 1 ? "has" : "have"}${muted > 0 ? `, and ${silence}` : ""}?`,
    steps: [
      what,
      ...(users.length === 0 ? [] : [`take it from ${counted(users.length)}`]),
      ...(muted === 0 ? [] : [silence]),
    ],
  };
}

function counted(count: number): string {
  return `${count} monitor${count === 1 ? "" : "s"}`;
}
