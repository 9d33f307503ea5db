import { createHash } from "node:crypto";
import { join } from "node:path";

import * as z from "zod";

import { PrivateJsonFile } from "../profiles/private-json-file.ts";

const namedSchema = z.object({ id: z.number(), name: z.string(), type: z.string() });
const cacheSchema = z.object({
  version: z.literal(1),
  triedAt: z.number(),
  readAt: z.number(),
  monitors: z.array(namedSchema),
  notifications: z.array(namedSchema),
});

/** The names that a server knows. */
export type ServerNames = Pick<z.infer<typeof cacheSchema>, "monitors" | "notifications">;

/** How long the server is left alone after it was asked, in ms, also when it did not answer. */
const FRESH = 30_000;

/** How old names may be when the server does not answer, in ms. */
const STALE = 600_000;

const NONE = { version: 1 as const, triedAt: 0, readAt: 0, monitors: [], notifications: [] };

/**
 * The names on a server: those that were read less than half a minute ago, else fresh ones; when these cannot be had, those
 * of the last ten minutes, else none. The file is readable for its owner only.
 *
 * @param folder - oclif's `config.cacheDir`
 * @param read - asks the server
 */
export async function cachedNames(
  { folder, server }: { readonly folder: string; readonly server: string },
  read: () => Promise<ServerNames>,
): Promise<ServerNames> {
  const name = `names-${createHash("sha256").update(server).digest("hex").slice(0, 16)}.json`;
  const file = new PrivateJsonFile({
    file: join(folder, name),
    schema: () => Promise.resolve(cacheSchema),
    empty: NONE,
    what: "names",
    code: "KUMA_CACHE_UNUSABLE",
    remedy: "try again",
  });
  const cached = await file.read().catch(() => NONE);
  const now = Date.now();
  const known = now - cached.readAt < STALE ? cached : NONE;
  if (now - cached.triedAt < FRESH) return known;
  const fresh = await read().catch(() => undefined);
  const next = fresh === undefined ? { ...known, triedAt: now } : { ...NONE, ...fresh, triedAt: now, readAt: now };
  await file.write(next).catch(() => {});
  return next;
}
