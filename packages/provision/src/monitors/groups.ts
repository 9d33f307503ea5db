import type { KumaClient, Monitor } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import type { UndoStack } from "../undo/undo-stack.ts";

/** The group monitor of that name, the oldest when there are several; undefined when there is none. */
export function findGroup(all: readonly Monitor[], name: string): Monitor | undefined {
  const groups = all.filter((monitor) => monitor.type === "group" && monitor.name === name);
  return groups.toSorted((a, b) => a.id - b.id)[0];
}

/**
 * Finds the group monitor of that name, or makes it. When another run makes it at the same moment, the older one stays.
 *
 * @returns its id
 */
export async function ensureGroup(client: KumaClient, name: string, undo: UndoStack): Promise<number> {
  if (name.trim() === "") throw new ProvisionError({ code: "KUMA_GROUP_UNNAMED", message: "A group needs a name" });
  const existing = findGroup(await client.monitors.list(), name);
  if (existing !== undefined) return existing.id;
  const created = await client.monitors.create({ type: "group", name });
  const oldest = findGroup(await client.monitors.list(), name) ?? created;
  if (oldest.id !== created.id) {
    await client.monitors.delete(created.id);
    return oldest.id;
  }
  undo.defer(`delete the group ${JSON.stringify(name)} (id ${created.id})`, async () => {
    const hasMembers = (await client.monitors.list()).some(({ parent }) => parent === created.id);
    if (!hasMembers) await client.monitors.delete(created.id);
  });
  return created.id;
}
