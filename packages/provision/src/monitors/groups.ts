import type { KumaClient, Monitor } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import type { UndoStack } from "../undo/undo-stack.ts";
import type { NamedRef } from "./monitor-action.ts";

/**
 * The group monitor of a name as a plan refers to it; the oldest when there are several.
 *
 * @throws ProvisionError for a group without a name; KumaError for one that the server would refuse
 */
export async function planGroup(client: KumaClient, all: readonly Monitor[], name: string): Promise<NamedRef> {
  if (name.trim() === "") throw new ProvisionError({ code: "KUMA_GROUP_UNNAMED", message: "A group needs a name" });
  const existing = findGroup(all, name);
  if (existing === undefined) await client.monitors.check({ type: "group", name });
  return { name, id: existing?.id ?? null };
}

/**
 * Finds the group monitor of that name, or makes it. When another run makes it at the same moment, the older one stays.
 *
 * @returns its id
 */
export async function ensureGroup(client: KumaClient, name: string, undo: UndoStack): Promise<number> {
  const existing = findGroup(await client.monitors.reported(), name);
  if (existing !== undefined) return existing.id;
  const created = await client.monitors.create({ type: "group", name });
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
  const groups = all.filter((monitor) => monitor.type === "group" && monitor.name === name);
  return groups.toSorted((a, b) => a.id - b.id)[0];
}
