import type { KumaClient } from "@kumakit/client";

import type { TagWish } from "./monitor-wish.ts";
import type { UndoStack } from "../undo/undo-stack.ts";

/** The colour of tags that are made here: the blue of Uptime Kuma's own palette. */
const NEW_TAG_COLOR = "#2563EB";

/** A tag of the server with the value that it is to be attached with. */
export interface TagAttachment {
  readonly id: number;
  readonly value: string;
}

type Tag = Awaited<ReturnType<KumaClient["tags"]["list"]>>[number];

/** Finds the tags by name, or makes them; of several that have the name, the one of our colour, then the oldest. */
export async function ensureTags(
  client: KumaClient,
  wishes: readonly TagWish[],
  undo: UndoStack,
): Promise<readonly TagAttachment[]> {
  if (wishes.length === 0) return [];
  const ids = new Map<string, number>();
  for (const name of new Set(wishes.map((wish) => wish.name))) ids.set(name, await ensureTag(client, name, undo));
  const unique = new Map(wishes.map((wish) => [JSON.stringify([wish.name, wish.value]), wish]));
  return [...unique.values()].flatMap(({ name, value }) => {
    const id = ids.get(name);
    return id === undefined ? [] : [{ id, value }];
  });
}

async function ensureTag(client: KumaClient, name: string, undo: UndoStack): Promise<number> {
  const existing = findTag(await client.tags.list(), name);
  if (existing !== undefined) return existing.id;
  const created = await client.tags.create({ name, color: NEW_TAG_COLOR });
  const oldest = findTag(await client.tags.list(), name) ?? created;
  if (oldest.id !== created.id) {
    await client.tags.delete(created.id);
    return oldest.id;
  }
  undo.defer(`delete the tag ${JSON.stringify(name)} (id ${created.id})`, async () => {
    const monitors = await client.monitors.list();
    if (!monitors.some(({ tags }) => tags.some(({ id }) => id === created.id))) await client.tags.delete(created.id);
  });
  return created.id;
}

function findTag(all: readonly Tag[], name: string): Tag | undefined {
  const named = all.filter((tag) => tag.name === name).toSorted((a, b) => a.id - b.id);
  return named.find(({ color }) => color.toUpperCase() === NEW_TAG_COLOR) ?? named[0];
}
