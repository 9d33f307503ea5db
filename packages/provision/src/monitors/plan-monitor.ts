import type { KumaClient, Monitor } from "@kumakit/client";

import { setTimeout } from "node:timers/promises";

import { ProvisionError } from "../errors/provision-error.ts";
import { chooseNotifications } from "./choose-notifications.ts";
import { findGroup } from "./ensure-group.ts";
import { findExistingMonitor } from "./find-existing-monitor.ts";
import { monitorChanges } from "./monitor-changes.ts";
import { monitorShortcomings } from "./monitor-shortcomings.ts";
import type { NamedNotification, MonitorWish } from "./monitor-wish.ts";

/** Between two looks at what is there, in ms. */
const PAUSE = 400;

/** What {@link planMonitor} found out; nothing was changed. */
export interface MonitorPlan {
  /** What would come of it. */
  readonly outcome: "created" | "kept" | "updated";
  /** The monitor that exists, if one does. */
  readonly existing: Monitor | undefined;
  /** Whom the monitor alerts in the end. */
  readonly notifications: readonly NamedNotification[];
  /** In which ways the kept monitor is not as wished. */
  readonly warnings: readonly string[];
  /** What would be done, in sentences. */
  readonly steps: readonly string[];
}

/**
 * Looks at what is there and says what a wish comes to, changing nothing: the dry run.
 *
 * @throws ProvisionError when the wish cannot be had (see the modules that this one calls)
 */
export async function planMonitor(client: KumaClient, wish: MonitorWish): Promise<MonitorPlan> {
  const { monitors, existing } = await lookAround(client, wish);
  if (existing === undefined) {
    const notifications = await chooseNotifications(client, wish.notify);
    return {
      outcome: "created",
      existing,
      notifications,
      warnings: [],
      steps: creationSteps(monitors, wish, notifications),
    };
  }
  if (wish.ifExists === "error") throw alreadyThere(existing);
  if (wish.ifExists === "keep") return planKeep(client, existing, wish);
  return planUpdate(client, existing, { wish, monitors });
}

/** Twins may be there for a moment, when other runs create the monitor just now: all but one of them take theirs back. */
async function lookAround(
  client: KumaClient,
  wish: MonitorWish,
  patience = 3,
): Promise<{ readonly monitors: readonly Monitor[]; readonly existing: Monitor | undefined }> {
  const monitors = await client.monitors.list();
  try {
    return { monitors, existing: findExistingMonitor(monitors, wish) };
  } catch (error) {
    const isAmbiguous = error instanceof ProvisionError && error.code === "KUMA_MONITOR_AMBIGUOUS";
    if (!isAmbiguous || patience === 0) throw error;
  }
  await setTimeout(PAUSE);
  return lookAround(client, wish, patience - 1);
}

async function planKeep(client: KumaClient, existing: Monitor, wish: MonitorWish): Promise<MonitorPlan> {
  const wanted = Array.isArray(wish.notify) ? await chooseNotifications(client, wish.notify) : [];
  const warnings = monitorShortcomings(existing, wish, wanted);
  const notifications = await attachedNotifications(client, existing.notificationIds);
  const steps = [`keep the monitor ${JSON.stringify(existing.name)} (id ${existing.id}) as it is`];
  return { outcome: "kept", existing, notifications, warnings, steps };
}

async function planUpdate(
  client: KumaClient,
  existing: Monitor,
  { wish, monitors }: { readonly wish: MonitorWish; readonly monitors: readonly Monitor[] },
): Promise<MonitorPlan> {
  const keepsOwn = wish.notify === "default" && existing.notificationIds.length > 0;
  const notifications = keepsOwn
    ? await attachedNotifications(client, existing.notificationIds)
    : await chooseNotifications(client, wish.notify);
  const group = wish.group === undefined ? undefined : findGroup(monitors, wish.group);
  const { patch } = monitorChanges(existing, wish, { notifications, parent: group?.id });
  const steps = [
    ...(wish.group !== undefined && group === undefined ? [`create the group ${JSON.stringify(wish.group)}`] : []),
    ...Object.entries(patch).map(([key, value]) => `set ${key} to ${JSON.stringify(value)}`),
    ...missingTags(existing, wish).map(({ name, value }) => `attach the tag ${name}=${value}`),
    ...(existing.active ? [] : ["resume it"]),
  ];
  return { outcome: steps.length === 0 ? "kept" : "updated", existing, notifications, warnings: [], steps };
}

/** The wished tags that a monitor does not carry with that value. */
export function missingTags(monitor: Monitor, wish: Pick<MonitorWish, "tags">): MonitorWish["tags"] {
  return wish.tags.filter(
    (wished) => !monitor.tags.some(({ name, value }) => name === wished.name && value === wished.value),
  );
}

async function attachedNotifications(
  client: KumaClient,
  ids: readonly number[],
): Promise<readonly NamedNotification[]> {
  const all = await client.notifications.list();
  return all.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }));
}

function creationSteps(
  monitors: readonly Monitor[],
  wish: MonitorWish,
  notifications: readonly NamedNotification[],
): readonly string[] {
  const { name, group, tags } = wish;
  const alerts = notifications.map((notification) => JSON.stringify(notification.name)).join(", ") || "nobody";
  return [
    ...(group !== undefined && findGroup(monitors, group) === undefined
      ? [`create the group ${JSON.stringify(group)}`]
      : []),
    `create the push monitor ${JSON.stringify(name)}, interval ${wish.interval ?? 60} s, alerting ${alerts}`,
    ...tags.map((tag) => `attach the tag ${tag.name}=${tag.value}`),
  ];
}

function alreadyThere({ id, name }: Monitor): ProvisionError {
  return new ProvisionError({
    code: "KUMA_MONITOR_EXISTS",
    message: `The monitor ${JSON.stringify(name)} exists already (id ${id})`,
    hint: "--if-exists keep, or --if-exists update",
  });
}
