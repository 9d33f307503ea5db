import type { KumaClient, Notification } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import { findNotification } from "../names/find-named.ts";
import type { NamedNotification, MonitorWish } from "./monitor-wish.ts";

/**
 * The notifications that a monitor is to alert.
 *
 * @throws ProvisionError for an unknown name or one that several have, and `KUMA_NOBODY_ALERTED` when the
 * monitor would alert nobody and nobody said that it should
 */
export async function chooseNotifications(
  client: KumaClient,
  notify: MonitorWish["notify"],
): Promise<readonly NamedNotification[]> {
  if (notify === "none") return [];
  const all = await client.notifications.list();
  const chosen =
    notify === "default"
      ? all.filter((notification) => notification.isDefault)
      : notify.map((reference) => findNotification(all, reference));
  if (chosen.length === 0) throw nobodyAlerted(all, client.server.url);
  return [...new Map(chosen.map(({ id, name }) => [id, { id, name }])).values()];
}

function nobodyAlerted(all: readonly Notification[], server: string): ProvisionError {
  const [first] = all;
  return new ProvisionError({
    code: "KUMA_NOBODY_ALERTED",
    message: first
      ? `The monitor would alert nobody: no notification on ${server} is a default one (there are: ${names(all)})`
      : `The monitor would alert nobody: there is no notification on ${server} yet`,
    suggestion: first?.name ?? null,
  });
}

function names(all: readonly Notification[]): string {
  const shown = all.slice(0, 5).map(({ name }) => JSON.stringify(name));
  return all.length > shown.length ? `${shown.join(", ")} and ${all.length - shown.length} more` : shown.join(", ");
}
