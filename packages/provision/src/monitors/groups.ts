import type { KumaClient, Monitor } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker } from "../marker/marker.ts";
import type { UndoStack } from "../undo/undo-stack.ts";
import type { MonitorAction, NamedRef } from "./monitor-action.ts";
import type { GroupWish } from "./monitor-wish.ts";

/**
 * The group monitor of a wish as a plan refers to it: by its marker, else by its name, and the oldest when there are several.
 *
 * @throws ProvisionError for a group without a name; KumaError for one that the server would refuse
 */
export async function planGroup(
  client: KumaClient,
  all: readonly Monitor[],
  { name, id, marker }: GroupWish,
): Promise<NamedRef> {
  if (id !== undefined) return { name, id };
  if (name.trim() === "") throw new ProvisionError({ code: "KUMA_GROUP_UNNAMED", message: "A group needs a name" });
  const marked = marker === undefined ? [] : all.filter(({ description }) => hasMarker(description, marker));
  const existing = oldestGroup(marked) ?? findGroup(all, name);
  if (existing !== undefined) return { name: existing.name, id: existing.id };
  await client.monitors.check({ type: "group", name });
  return { name, id: null };
}

/**
 * Finds the group monitor of that name, or makes it. When another run makes it at the same moment, the older one stays.
 *
 * @returns its id
 */
export async function ensureGroup(
  client: KumaClient,
  { name, description }: Pick<Extract<MonitorAction, { kind: "create-group" }>, "name" | "description">,
  undo: UndoStack,
): Promise<number> {
  const existing = findGroup(await client.monitors.reported(), name);
  if (existing !== undefined) return existing.id;
  const created = await client.monitors.create({ type: "group", name, description });
  undo.deferShared(`delete the group ${JSON.stringify(name)} (id ${created.id})`, async () => {
    const all = await client.monitors.list();
    const isEmpty = all.some(({ id }) => id === created.id) && !all.some(({ parent }) => parent === created.id);
    if (isEmpty) await client.monitors.delete(created.id);
  });
  const oldest = findGroup(await client.monitors.reported(), name) ?? created;
  if (oldest.id !== created.id) await client.monitors.delete(created.id);
  return oldest.id;
}

function findGroup(all: readonly Monitor[], name: string): Monitor | undefined {
  return oldestGroup(all.filter((monitor) => monitor.name === name));
}

function oldestGroup(all: readonly Monitor[]): Monitor | undefined {
  return all.filter(({ type }) => type === "group").toSorted((a, b) => a.id - b.id)[0];
}
