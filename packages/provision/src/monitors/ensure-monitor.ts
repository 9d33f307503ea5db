import { dashboardUrlOf, pushUrlOf, type KumaClient, type Monitor } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import { ensureGroup } from "./ensure-group.ts";
import { ensureTags } from "./ensure-tags.ts";
import { hasMarker } from "./find-existing-monitor.ts";
import { monitorChanges, wishedDescription } from "./monitor-changes.ts";
import { missingTags, planMonitor, type MonitorPlan } from "./plan-monitor.ts";
import type { NamedNotification, MonitorWish } from "./monitor-wish.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";

/** A Push monitor that is there now. */
export interface EnsuredMonitor {
  readonly monitor: Monitor;
  /** Where heartbeats go. Secret: whoever has it can report the service as healthy. */
  readonly pushUrl: string;
  /** The monitor's page for people. */
  readonly dashboardUrl: string;
  readonly outcome: "created" | "kept" | "updated";
  /** Whom it alerts. */
  readonly notifications: readonly NamedNotification[];
  /** In which ways a kept monitor is not as wished; already handed to `warn`. */
  readonly warnings: readonly string[];
  /** Takes back what was done here: deletes what was created, restores what was updated, and does nothing for kept ones. */
  undo(): Promise<void>;
}

/** How {@link ensureMonitor} speaks and stops. */
export interface EnsureOptions {
  /** Called with each way in which a kept monitor is not as wished. Default: nothing is said. */
  readonly warn?: (message: string) => void;
  /** When aborted, what was made half-way is removed. */
  readonly signal?: AbortSignal;
}

interface Context extends EnsureOptions {
  readonly client: KumaClient;
  readonly wish: MonitorWish;
  readonly plan: MonitorPlan;
  readonly undo: UndoStack;
}

/**
 * Makes sure that there is one Push monitor as wished: finds it by marker or name, else creates it with its final settings
 * in one call. When it fails half-way, what it made is removed. When two runs create it at once, the older one stays.
 * For a dry run call `planMonitor`.
 *
 * @throws ProvisionError, KumaError
 */
export async function ensureMonitor(
  client: KumaClient,
  wish: MonitorWish,
  options: EnsureOptions = {},
): Promise<EnsuredMonitor> {
  const plan = await planMonitor(client, wish);
  const context: Context = { ...options, client, wish, plan, undo: new UndoStack() };
  try {
    const { existing } = plan;
    if (existing === undefined) return await create(context);
    if (plan.outcome === "updated") return await update(context, existing);
    return keep(context, existing);
  } catch (error) {
    throw await undoBecauseOf(error, context.undo);
  }
}

async function create(context: Context): Promise<EnsuredMonitor> {
  const { client, wish, plan, undo } = context;
  const parent = wish.group === undefined ? undefined : await ensureGroup(client, wish.group, undo);
  const tags = await ensureTags(client, wish.tags, undo);
  context.signal?.throwIfAborted();
  const description = wishedDescription(wish);
  const created = await client.monitors.create({
    type: "push",
    name: wish.name,
    interval: wish.interval ?? 60,
    notificationIds: plan.notifications.map(({ id }) => id),
    ...(parent === undefined ? {} : { parent }),
    ...(description === undefined ? {} : { description }),
  });
  undo.defer(`delete the monitor ${JSON.stringify(wish.name)} (id ${created.id})`, () =>
    client.monitors.delete(created.id),
  );
  const older = await olderTwin(context, created);
  if (older !== undefined) {
    // The other run is about to attach the same tags: those that were made here stay.
    await client.monitors.delete(created.id);
    return keep({ ...context, undo: new UndoStack() }, older);
  }
  for (const { id, value } of tags) await client.tags.attach(created.id, id, value);
  context.signal?.throwIfAborted();
  const monitor = tags.length === 0 ? created : await client.monitors.get(created.id);
  return ensured(context, monitor, "created");
}

/** The monitor that another run made of the same wish since ours looked, when that one came first. */
async function olderTwin({ client, wish, signal }: Context, created: Monitor): Promise<Monitor | undefined> {
  const { marker } = wish;
  signal?.throwIfAborted();
  const twins = (await client.monitors.list()).filter(
    (monitor) =>
      monitor.type === "push" &&
      monitor.id < created.id &&
      (marker === undefined ? monitor.name === wish.name : hasMarker(monitor, marker)),
  );
  return twins.toSorted((a, b) => a.id - b.id)[0];
}

async function update(context: Context, existing: Monitor): Promise<EnsuredMonitor> {
  const { client, wish, plan, undo } = context;
  const parent = wish.group === undefined ? undefined : await ensureGroup(client, wish.group, undo);
  const tags = await ensureTags(client, missingTags(existing, wish), undo);
  const { patch, previous } = monitorChanges(existing, wish, { notifications: plan.notifications, parent });
  context.signal?.throwIfAborted();
  if (Object.keys(patch).length > 0) {
    await client.monitors.update(existing.id, patch);
    undo.defer(`restore the monitor ${existing.id}`, () => client.monitors.update(existing.id, previous));
  }
  for (const { id, value } of tags) {
    await client.tags.attach(existing.id, id, value);
    undo.defer(`detach a tag from the monitor ${existing.id}`, () => client.tags.detach(existing.id, id, value));
  }
  if (!existing.active) {
    await client.monitors.resume(existing.id);
    undo.defer(`pause the monitor ${existing.id} again`, () => client.monitors.pause(existing.id));
  }
  context.signal?.throwIfAborted();
  return ensured(context, await client.monitors.get(existing.id), "updated");
}

function keep(context: Context, monitor: Monitor): EnsuredMonitor {
  for (const warning of context.plan.warnings)
    context.warn?.(`The monitor ${JSON.stringify(monitor.name)} is kept, but ${warning}`);
  return ensured(context, monitor, "kept");
}

function ensured(context: Context, monitor: Monitor, outcome: EnsuredMonitor["outcome"]): EnsuredMonitor {
  const { client, plan, undo } = context;
  const { pushToken } = monitor;
  if (typeof pushToken !== "string" || pushToken === "") throw withoutToken(monitor);
  return {
    monitor,
    pushUrl: pushUrlOf(client.server.url, pushToken),
    dashboardUrl: dashboardUrlOf(client.server.url, monitor.id),
    outcome,
    notifications: plan.notifications,
    warnings: outcome === "kept" ? plan.warnings : [],
    undo: () => undo[Symbol.asyncDispose](),
  };
}

function withoutToken({ id, name }: Monitor): ProvisionError {
  return new ProvisionError({
    code: "KUMA_PUSH_TOKEN_MISSING",
    message: `The monitor ${JSON.stringify(name)} (id ${id}) has no push token, so that nothing can be pushed to it`,
  });
}
