import type { KumaClient, Monitor } from "@kumakit/client";

import { chooseNotifications } from "./choose-notifications.ts";
import { planGroup } from "./groups.ts";
import type { MonitorAction } from "./monitor-action.ts";
import type { MonitorWish } from "./monitor-wish.ts";
import { planUpdate, type PlannedMonitor } from "./plan-monitor.ts";
import { newSettings } from "./wished-settings.ts";

/** Changes to a monitor that is there; what is left out stays. */
export interface MonitorEditWish extends Partial<
  Pick<MonitorWish, "name" | "interval" | "description" | "notify" | "group" | "settings" | "tags" | "withoutTags">
> {}

/** The monitors of the server, which a plan needs for groups. */
interface Among {
  readonly monitors: readonly Monitor[];
}

/**
 * Says what an edit of a monitor of any type comes to, changing nothing.
 *
 * @throws ProvisionError, KumaError when it cannot be had
 */
export async function planEdit(
  client: KumaClient,
  monitor: Monitor,
  { monitors, ...wish }: MonitorEditWish & Among,
): Promise<PlannedMonitor> {
  const { name = monitor.name, notify = "default", tags = [] } = wish;
  const whole: MonitorWish = {
    ...wish,
    name,
    notify,
    tags,
    ifExists: "update",
    staysPaused: true,
    staysSilent: true,
    staysAsItIs: true,
  };
  const plan = await planUpdate(client, monitor, { wish: whole, monitors });
  return { plan, existing: monitor, settings: wish.settings };
}

/**
 * Says what a copy of a monitor comes to, changing nothing. Tags and notifications are copied as well, members of a group
 * are not; a Push monitor gets a new token.
 *
 * @throws ProvisionError, KumaError when it cannot be had
 */
export async function planClone(
  client: KumaClient,
  { id, name, type, notificationIds, parent }: Monitor,
  { monitors, ...wish }: Omit<MonitorEditWish, "tags" | "withoutTags"> & { readonly name: string } & Among,
): Promise<PlannedMonitor> {
  const { notify, interval, description } = wish;
  const settings = {
    ...(interval === undefined ? {} : { interval }),
    ...(description === undefined ? {} : { description }),
    ...wish.settings,
  };
  const all = await client.notifications.list();
  const kept = all.filter((one) => notificationIds.includes(one.id)).map((one) => ({ id: one.id, name: one.name }));
  const notifications = notify === undefined ? kept : await chooseNotifications(client, notify);
  const around = monitors.find((one) => one.id === parent);
  const group =
    wish.group === undefined
      ? around === undefined
        ? null
        : { name: around.name, id: around.id }
      : wish.group === null
        ? null
        : await planGroup(client, monitors, { name: wish.group });
  const actions: readonly MonitorAction[] = [
    ...(group?.id === null ? [{ kind: "create-group", name: group.name, description: null } as const] : []),
    {
      kind: "clone-monitor",
      from: { id, name },
      type,
      name: wish.name,
      settings: newSettings(type, settings),
      notifications,
      group,
    },
  ];
  const plan = { version: 1, outcome: "created", monitor: null, notifications, warnings: [], actions } as const;
  return { plan, existing: undefined, settings };
}
