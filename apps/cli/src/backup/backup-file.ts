import type { Backup } from "@kumakit/provision";
import { explainFileFailure } from "@kumakit/text";
import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";

import { usageError } from "../cli-error.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";
import { readStdin } from "../secrets/read-secret.ts";

/**
 * Reads a backup from a file, or from stdin for "-". No part of it is repeated: it holds secrets.
 *
 * @throws CliError (exit 2) when it is not a backup, or that of a later kuma
 */
export async function readBackup(path: string): Promise<Backup> {
  const where = path === "-" ? "The text on stdin" : path;
  const given = parsed(path === "-" ? await readStdin("The backup") : await readGivenFile(path));
  const { backupSchema } = await import("../provision-work.ts");
  const { success, data } = backupSchema.safeParse(given);
  if (success) return data;
  if (!isBackup(given)) throw usageError(`${where} is not a backup`, "make one with: kuma server backup FILE");
  const isLater = Number(Reflect.get(Object(given), "version")) > 1;
  throw usageError(
    isLater ? `${where} is the backup of a later kuma` : `${where} is a damaged backup`,
    isLater ? "update kuma" : "take another backup: what was changed by hand may be wrong",
  );
}

/**
 * Writes a backup into a file that only this person can read (0600), whole or not at all. Another backup gives way to it.
 *
 * @throws CliError (exit 2) when there is something else in that place, or the file cannot be written
 */
export async function writeBackup(path: string, backup: Backup): Promise<void> {
  const present = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw usageError(`${path} cannot be written: ${explainFileFailure(error)}`, null);
  });
  if (present !== undefined && !isBackup(parsed(present)))
    throw usageError(`${path} exists, and is not a backup of kuma`, "choose another name");
  try {
    await writeFileAtomic(path, `${JSON.stringify(backup, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw usageError(`${path} cannot be written: ${explainFileFailure(error)}`, null);
  }
}

function isBackup(value: unknown): boolean {
  return Reflect.get(Object(value), "format") === "kuma-backup";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
