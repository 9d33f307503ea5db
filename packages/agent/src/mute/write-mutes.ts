import { randomBytes } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";
import { mutesFileIn } from "./mutes-file.ts";

/** Mode bits: others may write; and those that a file of mutes takes over from the config. */
const writableByOthers = 0o022;
const kept = 0o644;

/** Root changes nothing in a folder that another account owns or may write to. */
async function requireOwnFolder(folder: string): Promise<void> {
  const { uid, mode } = await stat(folder);
  if ((uid === process.getuid?.() || uid === 0) && (mode & writableByOthers) === 0) return;
  throw new AgentFileError("the folder of the config must belong to who mutes, and to nobody else", folder);
}

/** Writes it whole or not at all. An install sweeps what a run that is killed leaves under such a name. */
async function replaceFile(file: string, text: string, like: { readonly gid: number; readonly mode: number }) {
  const temporary = join(dirname(file), `.kuma-${randomBytes(8).toString("hex")}`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.chown(process.getuid?.() ?? 0, like.gid);
      await handle.chmod(like.mode & kept);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes the mutes beside a config, readable for those who may read the config.
 *
 * @param configFile - the path of the config
 * @param text - all of the file; undefined to remove it
 * @throws AgentFileError when it cannot be written
 */
export async function writeMutes(configFile: string, text: string | undefined): Promise<void> {
  const folder = dirname(configFile);
  const file = mutesFileIn(folder);
  try {
    await requireOwnFolder(folder);
    if (text === undefined) await rm(file, { force: true });
    else await replaceFile(file, text, await stat(configFile));
  } catch (error) {
    if (error instanceof AgentFileError) throw error;
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new AgentFileError(`the list of muted checks cannot be written, ${code}`, file, { cause: error });
  }
}
