import type { KumaClient, Monitor, Tag } from "@kumakit/client";

import type { UndoStack } from "../undo/undo-stack.ts";
import type { NamedRef } from "./monitor-action.ts";
import type { TagWish } from "./monitor-wish.ts";

/** The colour of tags that are made here: the blue of Uptime Kuma's own palette. */
const newTagColor = "#2563EB";

/** A tag that a plan puts on a monitor. */
export interface PlannedTag {
  /** The tag. */
  readonly tag: NamedRef;
  /** May be empty. */
  readonly value: string;
}

/**
 * The wished tags that a monitor does not carry with that value, each once.
 *
 * @param monitor - undefined for one that is not there yet
 * @throws KumaError for a tag that the server would refuse
 */
export async function planTags(
  client: KumaClient,
  wishes: readonly TagWish[],
  monitor: Monitor | undefined,
): Promise<readonly PlannedTag[]> {
  const carried = (monitor?.tags ?? []).map(keyOf);
  const missing = [...new Map(wishes.map((wish) => [keyOf(wish), wish])).values()].filter(
    (wish) => !carried.includes(keyOf(wish)),
  );
  if (missing.length === 0) return [];
  const all = await client.tags.list();
  return missing.map(({ name, value }) => {
    const id = findTag(all, name)?.id ?? null;
    if (id === null) client.tags.check({ name, color: newTagColor });
    return { tag: { name, id }, value };
  });
}

/**
 * Finds the tag of that name, or makes it. When another run makes it at the same moment, the older one stays.
 *
 * @returns its id
 */
export async function ensureTag(client: KumaClient, name: string, undo: UndoStack): Promise<number> {
  const existing = findTag(await client.tags.list(), name);
  if (existing !== undefined) return existing.id;
  const created = await client.tags.create({ name, color: newTagColor });
  undo.deferShared(`delete the tag ${JSON.stringify(name)} (id ${created.id})`, async () => {
    const isThere = (await client.tags.list()).some(({ id }) => id === created.id);
    const isUsed = (await client.monitors.list()).some(({ tags }) => tags.some(({ id }) => id === created.id));
    if (isThere && !isUsed) await client.tags.delete(created.id);
  });
  const oldest = findTag(await client.tags.list(), name) ?? created;
  if (oldest.id !== created.id) await client.tags.delete(created.id);
  return oldest.id;
}

/** Of several that have the name, the one of our colour, then the oldest. */
function findTag(all: readonly Tag[], name: string): Tag | undefined {
  const named = all.filter((tag) => tag.name === name).toSorted((a, b) => a.id - b.id);
  return named.find(({ color }) => color.toUpperCase() === newTagColor) ?? named[0];
}

function keyOf({ name, value }: TagWish): string {
  return JSON.stringify([name, value]);
}
