import { makePushToken, type KumaClient, type Monitor, type MonitorInput, type MonitorPatch } from "@kumakit/client";

import { isSameMarker, parseMarkers } from "../marker/marker.ts";
import type { UndoStack } from "../undo/undo-stack.ts";
import { ensureGroup } from "./groups.ts";
import type { MonitorAction, MonitorPlan, NamedRef } from "./monitor-action.ts";
import { updatePatch } from "./monitor-patch.ts";
import { ensureTag } from "./tags.ts";
import { settingOf } from "./wished-settings.ts";

/** How a plan is carried out. */
export interface CarryOutOptions {
  /** Takes the way back of each action. */
  readonly undo: UndoStack;
  /** Stops between actions. */
  readonly signal?: AbortSignal | undefined;
  /** The settings of the wish: a plan holds none that is a secret. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** The outcome of a plan. */
export interface CarriedOut {
  /** The monitor, as the plan left it. */
  readonly monitor: Monitor;
  /** Another run made the same monitor first; that one stays, and ours was taken back. */
  readonly isOlderTwin: boolean;
}

/** A plan at work. */
interface Work extends CarryOutOptions {
  readonly client: KumaClient;
  readonly actions: readonly MonitorAction[];
  /** The monitor's id, once there is one. */
  id: number | undefined;
  /** The monitor that was made here, as long as nothing was put on it. */
  fresh: Monitor | undefined;
  /** The ids of groups that were not there when the plan was made, by their names. */
  readonly groups: Map<string, number>;
  /** The same of tags. */
  readonly tags: Map<string, number>;
}

type Carrying = {
  readonly [Kind in MonitorAction["kind"]]: (
    work: Work,
    action: Extract<MonitorAction, { kind: Kind }>,
  ) => Promise<void>;
};

/** Does on the server what a plan says, in its order. @throws KumaError; the way back is on the stack */
export async function carryOutMonitor(
  client: KumaClient,
  { monitor, actions }: MonitorPlan,
  options: CarryOutOptions,
): Promise<CarriedOut> {
  const work: Work = {
    ...options,
    client,
    actions,
    id: monitor?.id,
    fresh: undefined,
    groups: new Map(),
    tags: new Map(),
  };
  for (const action of actions) {
    options.signal?.throwIfAborted();
    await carryOut(work, action);
    const older = action.kind === "create-monitor" ? await olderTwin(work) : undefined;
    if (older !== undefined) return { monitor: older, isOlderTwin: true };
  }
  options.signal?.throwIfAborted();
  if (work.id === undefined) throw new TypeError("A plan names its monitor, or creates it");
  return { monitor: work.fresh ?? (await client.monitors.get(work.id)), isOlderTwin: false };
}

function carryOut(work: Work, action: MonitorAction): Promise<void> {
  const step = carrying[action.kind] as (work: Work, action: MonitorAction) => Promise<void>;
  return step(work, action);
}

const carrying: Carrying = {
  "create-group": async (work, { name, description }) => void (await groupId(work, { name, id: null }, description)),
  "create-tag": async (work, { name }) => void (await tagId(work, { name, id: null })),
  "create-monitor": async (work, { type, name, interval, description, notifications, group }) => {
    const { client, undo, settings } = work;
    const parent = group === null ? null : await groupId(work, group);
    const notificationIds = notifications.map(({ id }) => id);
    const input = { type, name, interval, description, ...settings, notificationIds, parent };
    const made = await client.monitors.create(input as MonitorInput);
    undo.defer(`delete the monitor ${JSON.stringify(name)} (id ${made.id})`, () => client.monitors.delete(made.id));
    work.id = made.id;
    work.fresh = made;
  },
  "clone-monitor": async (work, { from, name, notifications, group }) => {
    const { client, undo, settings } = work;
    const parent = group === null ? null : await groupId(work, group);
    const notificationIds = notifications.map(({ id }) => id);
    const made = await client.monitors.clone(from.id, { ...settings, name, notificationIds, parent });
    undo.defer(`delete the monitor ${JSON.stringify(name)} (id ${made.id})`, () => client.monitors.delete(made.id));
    work.id = made.id;
    work.fresh = made;
  },
  edit: editOnce,
  rotate: editOnce,
  alert: editOnce,
  move: editOnce,
  attach: async (work, { tag, value }) => {
    const { client, undo, id } = work;
    if (id === undefined) return;
    const attached = await tagId(work, tag);
    await client.tags.attach(id, attached, value);
    undo.defer(`detach a tag from the monitor ${id}`, () => client.tags.detach(id, attached, value));
    work.fresh = undefined;
  },
  detach: async ({ client, undo }, { monitor: { id }, tag, value }) => {
    await client.tags.detach(id, tag.id, value);
    undo.defer(`attach the tag ${JSON.stringify(tag.name)} to the monitor ${id} again`, () =>
      client.tags.attach(id, tag.id, value),
    );
  },
  resume: async ({ client, undo }, { monitor: { id } }) => {
    await client.monitors.resume(id);
    undo.defer(`pause the monitor ${id} again`, () => client.monitors.pause(id));
  },
};

/** @param description - for a group that is not there yet */
async function groupId(
  { client, undo, groups }: Work,
  { name, id }: NamedRef,
  description: string | null = null,
): Promise<number> {
  const known = id ?? groups.get(name) ?? (await ensureGroup(client, { name, description }, undo));
  groups.set(name, known);
  return known;
}

async function tagId({ client, undo, tags }: Work, { name, id }: NamedRef): Promise<number> {
  const known = id ?? tags.get(name) ?? (await ensureTag(client, name, undo));
  tags.set(name, known);
  return known;
}

/** Sends all edits of a plan with the first of them: each edit restarts the server's timer. */
async function editOnce(
  work: Work,
  action: Extract<MonitorAction, { kind: "edit" | "rotate" | "alert" | "move" }>,
): Promise<void> {
  const { client, undo, actions } = work;
  if (action !== actions.find(({ kind }) => ["edit", "rotate", "alert", "move"].includes(kind))) return;
  const group = actions.find((one) => one.kind === "move")?.to;
  const parent = group === undefined || group === null ? undefined : await groupId(work, group);
  const { patch, previous } = updatePatch(actions, parent);
  const { id } = action.monitor;
  const token = actions.some(({ kind }) => kind === "rotate") ? await rotation(client, id) : undefined;
  const secrets = await secretsOf(work, id);
  await client.monitors.update(id, together(patch, secrets?.patch, token?.patch));
  const former = together(previous, secrets?.previous, token?.previous);
  undo.defer(`restore the monitor ${id}`, () => client.monitors.update(id, former));
}

/** The settings of the edit that no plan holds, and the present ones. */
async function secretsOf(
  { client, actions, settings = {} }: Work,
  id: number,
): Promise<Record<"patch" | "previous", MonitorPatch> | undefined> {
  const changes = actions.flatMap((one) => (one.kind === "edit" ? one.changes : []));
  const names = changes.flatMap(({ setting, isSecret }) => (isSecret === true ? [setting] : []));
  if (names.length === 0) return undefined;
  const monitor = await client.monitors.get(id);
  return {
    patch: Object.fromEntries(names.map((name) => [name, settings[name]])),
    previous: Object.fromEntries(names.map((name) => [name, settingOf(monitor, name)])),
  };
}

/** One edit out of several. */
function together(...patches: readonly (MonitorPatch | undefined)[]): MonitorPatch {
  return Object.assign({}, ...patches) as MonitorPatch;
}

/** The length of a new token that every server takes, and that no one guesses. */
const shortestToken = 20;

/** A new push token of a monitor, and its present one. Both are secret. */
async function rotation(client: KumaClient, id: number): Promise<Record<"patch" | "previous", MonitorPatch>> {
  const pushToken = (await client.monitors.get(id)).pushToken ?? "";
  const fresh = makePushToken(Math.max(pushToken.length, shortestToken));
  return { patch: { pushToken: fresh }, previous: { pushToken } };
}

/**
 * The monitor that another run made of the same wish since ours looked, when that one came first; ours is deleted then. The server has
 * reported it, or has given its id, before it has acknowledged ours.
 */
async function olderTwin({ client, undo, fresh, signal }: Work): Promise<Monitor | undefined> {
  if (fresh === undefined) return undefined;
  signal?.throwIfAborted();
  const [mark] = parseMarkers(fresh.description);
  const isTwin = ({ name, description }: Monitor): boolean =>
    mark === undefined ? name === fresh.name : parseMarkers(description).some((other) => isSameMarker(other, mark));
  const older = (await client.monitors.reported()).filter(({ id, type }) => type === fresh.type && id < fresh.id);
  const [oldest] = older.filter(isTwin).toSorted((a, b) => a.id - b.id);
  if (oldest === undefined) return undefined;
  await client.monitors.delete(fresh.id);
  // The other run is about to use the same group and tags: those that were made here stay.
  undo.move();
  return oldest;
}
