import { createHash } from "node:crypto";
import { join } from "node:path";

import * as z from "zod";

import { baseFolder } from "../profiles/own-folders.ts";
import { PrivateJsonFile } from "../profiles/private-json-file.ts";

const namedSchema = z.object({ id: z.number(), name: z.string(), about: z.string() });
const cacheSchema = z.object({
  version: z.literal(2),
  triedAt: z.number(),
  readAt: z.number(),
  names: z.record(z.string(), z.array(namedSchema)),
});

/** Something on the server that a command line can name. */
export type NamedThing = Readonly<z.infer<typeof namedSchema>>;

/** The names that a server knows, by the kind of thing. */
export type ServerNames = Readonly<Record<string, readonly NamedThing[]>>;

/** How long the server is left alone after it was asked, in ms, also when it did not answer. */
const FRESH = 30_000;

/** How old names may be when the server does not answer, in ms. */
const STALE = 24 * 3_600_000;

const NONE = { version: 2 as const, triedAt: 0, readAt: 0, names: {} };

/**
 * The names of a server as they were read last. Nobody who presses Tab waits for the server: when they are old, another process
 * reads them, and the next Tab has them.
 *
 * @param refresh - has them read and written by {@link storeNames}
 */
export async function cachedNames(server: string, refresh: () => void): Promise<ServerNames> {
  const file = fileOf(server);
  const cached = await file.read().catch(() => NONE);
  const now = Date.now();
  if (now - cached.triedAt >= FRESH) {
    // Said first, so that every further Tab leaves the server alone.
    await file.write({ ...cached, triedAt: now }).catch(() => {});
    refresh();
  }
  return now - cached.readAt < STALE ? cached.names : {};
}

/** Keeps the names of a server, in a file that only its owner can read. */
export async function storeNames(server: string, names: ServerNames): Promise<void> {
  const now = Date.now();
  const plain = Object.fromEntries(Object.entries(names).map(([kind, all]) => [kind, [...all]]));
  await fileOf(server).write({ version: 2, triedAt: now, readAt: now, names: plain });
}

function fileOf(server: string): PrivateJsonFile<z.infer<typeof cacheSchema>> {
  const name = `names-${createHash("sha256").update(server).digest("hex").slice(0, 16)}.json`;
  return new PrivateJsonFile({
    file: join(baseFolder("XDG_CACHE_HOME", ".cache"), name),
    schema: () => Promise.resolve(cacheSchema),
    empty: NONE,
    what: "names",
    code: "KUMA_CACHE_UNUSABLE",
    remedy: "try again",
  });
}
