import {
  findMonitorType,
  KumaNotFoundError,
  type KumaClient,
  type Monitor,
  type MonitorInput,
  type MonitorTag,
} from "@kumakit/client";
import { setTimeout } from "node:timers/promises";

import { isProvisionError, ProvisionError } from "../errors/provision-error.ts";
import { chooseNotifications } from "./choose-notifications.ts";
import { findExistingMonitor } from "./find-existing-monitor.ts";
import { planGroup } from "./groups.ts";
import type { MonitorAction, MonitorPlan, MonitorRef, NamedRef } from "./monitor-action.ts";
import { monitorShortcomings } from "./monitor-shortcomings.ts";
import type { GroupWish, MonitorWish, NamedNotification } from "./monitor-wish.ts";
import { updatePatch } from "./monitor-patch.ts";
import { planTags, type PlannedTag } from "./tags.ts";
import { newSettings } from "./wished-settings.ts";
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
  readonly existing: Monitor | undefined;
  /** The settings of the wish: a plan holds none that is a secret. */
  readonly settings: MonitorWish["settings"];
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
  const { settings } = wish;
  if (found === undefined) return { plan: await planCreation(client, wish, monitors), existing: undefined, settings };
  if (wish.ifExists === "error") throw alreadyThere(found);
  if (found.type === "push") requirePushable(found);
  const existing = found;
  const plan =
    wish.ifExists === "keep"
      ? await planKeep(client, existing, { wish, monitors })
      : await planUpdate(client, existing, { wish, monitors });
  return { plan, existing, settings };
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
  const { name, type = "push", settings = {}, interval = newInterval(wish) } = wish;
  const notifications = await chooseNotifications(client, wishedAlerts(wish));
  const wishedGroup = wish.group == null ? wish.whenNew?.group : { name: wish.group };
  const group = wishedGroup === undefined ? null : await planGroup(client, all, wishedGroup);
  const tags = await planTags(client, wish.tags, undefined);
  const description = newDescription(wish);
  const notificationIds = notifications.map(({ id }) => id);
  const warnings = pausedGroupWarnings(group?.id ?? null, all);
  const input = { type, name, interval, description, ...settings, notificationIds };
  await client.monitors.check(input as MonitorInput);
  const actions: readonly MonitorAction[] = [
    ...makingOf(group, tags, wishedGroup),
    {
      kind: "create-monitor",
      type,
      name,
      settings: newSettings(type, settings),
      interval,
      description,
      notifications,
      group,
    },
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

/**
 * Says what a wish comes to for a monitor that is there, changing nothing.
 *
 * @throws ProvisionError, KumaError when the wish cannot be had
 */
export async function planUpdate(
  client: KumaClient,
  existing: Monitor,
  { wish, monitors }: { readonly wish: MonitorWish; readonly monitors: readonly Monitor[] },
): Promise<MonitorPlan> {
  const { id, name } = existing;
  const attached = await attachedNotifications(client, existing);
  // Somebody has chosen whom it alerts: the server's default ones are for monitors that alert nobody.
  const keepsOwn = wish.notify === "default" && (attached.length > 0 || wish.staysSilent === true);
  const notifications = keepsOwn ? attached : await chooseNotifications(client, wish.notify);
  const group = wish.group == null ? wish.group : await planGroup(client, monitors, { name: wish.group });
  const tags = await planTags(client, wish.tags, existing);
  const isInPausedGroup = pausedGroupOf(existing.parent, monitors) !== undefined;
  const resolved = {
    isInPausedGroup,
    notifications,
    attached,
    group,
    parent: parentOf(existing, monitors),
    tags,
    going: goingTags(existing, wish.withoutTags ?? []),
  };
  const changes = updateActions(existing, wish, resolved);
  await client.monitors.checkUpdate(id, { ...updatePatch(changes).patch, ...wish.settings });
  const actions = [...makingOf(group ?? null, tags), ...changes];
  const parentId = group === undefined ? existing.parent : (group?.id ?? null);
  const warnings = [...updateWarnings(existing, wish, changes), ...pausedGroupWarnings(parentId, monitors)];
  const outcome = actions.length === 0 ? "kept" : "updated";
  return { version: 1, outcome, monitor: { name, id }, notifications, warnings, actions };
}

function parentOf({ parent }: Monitor, all: readonly Monitor[]): MonitorRef | null {
  const group = all.find((monitor) => monitor.id === parent);
  return group === undefined ? null : { name: group.name, id: group.id };
}

/** The interval of a new monitor for which nobody has named one, in s. */
export function newInterval({ whenNew, type = "push" }: Pick<MonitorWish, "whenNew" | "type">): number {
  return whenNew?.interval ?? findMonitorType(type)?.interval ?? 60;
}

/** A group alerts nobody by default: a notification there and on its members alerts twice. */
function wishedAlerts({ notify, type = "push" }: MonitorWish): MonitorWish["notify"] {
  return notify === "default" && findMonitorType(type)?.alertsNobody === true ? "none" : notify;
}

/** The tags that a wish takes away. @throws ProvisionError for one that the monitor does not carry */
function goingTags({ name, tags }: Monitor, wishes: NonNullable<MonitorWish["withoutTags"]>): readonly MonitorTag[] {
  return wishes.flatMap((wish) => {
    const going = tags.filter((tag) => tag.name === wish.name && (wish.value ?? tag.value) === tag.value);
    if (going.length > 0) return going;
    throw new ProvisionError({
      code: "KUMA_NOT_FOUND",
      message: `The monitor ${JSON.stringify(name)} has no tag ${JSON.stringify(wish.name)}${wish.value === undefined ? "" : ` with the value ${JSON.stringify(wish.value)}`}`,
    });
  });
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
