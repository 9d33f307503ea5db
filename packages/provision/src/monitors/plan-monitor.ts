import { KumaNotFoundError, type KumaClient, type Monitor } from "@kumakit/client";
import { setTimeout } from "node:timers/promises";

import { isProvisionError, ProvisionError } from "../errors/provision-error.ts";
import { chooseNotifications } from "./choose-notifications.ts";
import { findExistingMonitor } from "./find-existing-monitor.ts";
import { planGroup } from "./groups.ts";
import type { MonitorAction, MonitorPlan, NamedRef } from "./monitor-action.ts";
import { monitorShortcomings } from "./monitor-shortcomings.ts";
import type { GroupWish, MonitorWish, NamedNotification } from "./monitor-wish.ts";
import { updatePatch } from "./monitor-patch.ts";
import { planTags, type PlannedTag } from "./tags.ts";
import { newDescription, updateActions } from "./update-actions.ts";
import { pausedGroupOf, pausedGroupWarnings, updateWarnings } from "./update-warnings.ts";

/** Between two looks at what is there, in ms. */
const pause = 400;

/** A monitor that heartbeats can be pushed to. */
export type PushMonitor = Monitor & { readonly pushToken: string };

/** A plan, and the monitor that it is about. */
export interface PlannedMonitor {
  /** The plan. */
  readonly plan: MonitorPlan;
  /** The monitor as it is now; undefined when it is not there yet. */
  readonly existing: PushMonitor | undefined;
}

/**
 * Looks at what is there and says what a wish comes to, changing nothing.
 *
 * @throws ProvisionError, KumaError when the wish cannot be had: those that {@link ensureMonitor} would throw
 */
export async function planMonitor(client: KumaClient, wish: MonitorWish): Promise<MonitorPlan> {
  return (await lookUpMonitor(client, wish)).plan;
}

/** As {@link planMonitor}, with the monitor that is there. */
export async function lookUpMonitor(client: KumaClient, wish: MonitorWish): Promise<PlannedMonitor> {
  const { monitors, existing: found } = await lookAround(client, wish);
  if (found === undefined) return { plan: await planCreation(client, wish, monitors), existing: undefined };
  if (wish.ifExists === "error") throw alreadyThere(found);
  const existing = requirePushable(found);
  const plan =
    wish.ifExists === "keep"
      ? await planKeep(client, existing, { wish, monitors })
      : await planUpdate(client, existing, { wish, monitors });
  return { plan, existing };
}

/** Makes sure that heartbeats can be pushed to a monitor. @throws ProvisionError */
export function requirePushable(monitor: Monitor): PushMonitor {
  const { id, name, pushToken } = monitor;
  if (typeof pushToken === "string" && pushToken !== "") return { ...monitor, pushToken };
  throw new ProvisionError({
    code: "KUMA_PUSH_TOKEN_MISSING",
    message: `The monitor ${JSON.stringify(name)} (id ${id}) has no push token, so that nothing can be pushed to it`,
  });
}

/**
 * Looks at what the server has reported: for a new monitor nothing is asked. Twins may be there for a moment, when other runs create
 * the monitor just now: all but one of them take theirs back.
 */
async function lookAround(
  client: KumaClient,
  wish: MonitorWish,
  patience = 3,
): Promise<{ readonly monitors: readonly Monitor[]; readonly existing: Monitor | undefined }> {
  const monitors = await client.monitors.reported();
  try {
    const found = findExistingMonitor(monitors, wish);
    // A report may be older than the tags of the monitor.
    return { monitors, existing: found && (await client.monitors.get(found.id)) };
  } catch (error) {
    const isAmbiguous = isProvisionError(error) && error.code === "KUMA_MONITOR_AMBIGUOUS";
    if (!(isAmbiguous || error instanceof KumaNotFoundError) || patience === 0) throw error;
  }
  await setTimeout(pause);
  return lookAround(client, wish, patience - 1);
}

async function planCreation(client: KumaClient, wish: MonitorWish, all: readonly Monitor[]): Promise<MonitorPlan> {
  const { name, interval = newInterval(wish) } = wish;
  const notifications = await chooseNotifications(client, wish.notify);
  const wishedGroup = wish.group === undefined ? wish.whenNew?.group : { name: wish.group };
  const group = wishedGroup === undefined ? null : await planGroup(client, all, wishedGroup);
  const tags = await planTags(client, wish.tags, undefined);
  const description = newDescription(wish);
  const notificationIds = notifications.map(({ id }) => id);
  const warnings = pausedGroupWarnings(group?.id ?? null, all);
  await client.monitors.check({ type: "push", name, interval, description, notificationIds });
  const actions: readonly MonitorAction[] = [
    ...makingOf(group, tags, wishedGroup),
    { kind: "create-monitor", name, interval, description, notifications, group },
    ...tags.map(({ tag, value }) => ({ kind: "attach", monitor: { name, id: null }, tag, value }) as const),
  ];
  return { version: 1, outcome: "created", monitor: null, notifications, warnings, actions };
}

async function planKeep(
  client: KumaClient,
  existing: Monitor,
  { wish, monitors }: { readonly wish: MonitorWish; readonly monitors: readonly Monitor[] },
): Promise<MonitorPlan> {
  const wanted = Array.isArray(wish.notify) ? await chooseNotifications(client, wish.notify) : [];
  const { id, name } = existing;
  const notifications = await attachedNotifications(client, existing);
  const warnings = monitorShortcomings(existing, wish, { wanted, monitors });
  return { version: 1, outcome: "kept", monitor: { name, id }, notifications, warnings, actions: [] };
}

async function planUpdate(
  client: KumaClient,
  existing: Monitor,
  { wish, monitors }: { readonly wish: MonitorWish; readonly monitors: readonly Monitor[] },
): Promise<MonitorPlan> {
  const { id, name } = existing;
  const attached = await attachedNotifications(client, existing);
  // Somebody has chosen whom it alerts: the server's default ones are for monitors that alert nobody.
  const keepsOwn = wish.notify === "default" && (attached.length > 0 || wish.staysSilent === true);
  const notifications = keepsOwn ? attached : await chooseNotifications(client, wish.notify);
  const group = wish.group === undefined ? null : await planGroup(client, monitors, { name: wish.group });
  const parent = monitors.find((monitor) => monitor.id === existing.parent) ?? null;
  const tags = await planTags(client, wish.tags, existing);
  const isInPausedGroup = pausedGroupOf(existing.parent, monitors) !== undefined;
  const resolved = {
    isInPausedGroup,
    notifications,
    attached,
    group,
    parent: parent && { name: parent.name, id: parent.id },
    tags,
  };
  const changes = updateActions(existing, wish, resolved);
  await client.monitors.checkUpdate(id, updatePatch(changes).patch);
  const actions = [...makingOf(group, tags), ...changes];
  const parentId = group === null ? existing.parent : group.id;
  const warnings = [...updateWarnings(existing, wish, changes), ...pausedGroupWarnings(parentId, monitors)];
  const outcome = actions.length === 0 ? "kept" : "updated";
  return { version: 1, outcome, monitor: { name, id }, notifications, warnings, actions };
}

/** The interval of a new monitor for which nobody has named one, in s. */
export function newInterval({ whenNew }: MonitorWish): number {
  return whenNew?.interval ?? 60;
}

/** Makes what the monitor needs and what is not there yet, each once. */
function makingOf(
  group: NamedRef | null,
  tags: readonly PlannedTag[],
  wished: Partial<GroupWish> = {},
): readonly MonitorAction[] {
  const names = new Set(tags.flatMap(({ tag }) => (tag.id === null ? [tag.name] : [])));
  const description = newDescription(wished);
  return [
    ...(group === null || group.id !== null ? [] : [{ kind: "create-group", name: group.name, description } as const]),
    ...[...names].map((name) => ({ kind: "create-tag", name }) as const),
  ];
}

async function attachedNotifications(
  client: KumaClient,
  { notificationIds }: Monitor,
): Promise<readonly NamedNotification[]> {
  const all = await client.notifications.list();
  return all.filter(({ id }) => notificationIds.includes(id)).map(({ id, name }) => ({ id, name }));
}

function alreadyThere({ id, name }: Monitor): ProvisionError {
  return new ProvisionError({
    code: "KUMA_MONITOR_EXISTS",
    message: `The monitor ${JSON.stringify(name)} exists already (id ${id})`,
  });
}
