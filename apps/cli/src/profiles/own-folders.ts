import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { mkdir } from "node:fs/promises";

/** The folder of `kuma` below a base folder of the person; relative ones count as not set. */
export function baseFolder(variable: "XDG_CONFIG_HOME" | "XDG_CACHE_HOME", fallback: string): string {
  const base = process.env[variable];
  return join(base?.startsWith("/") === true ? base : join(homedir(), fallback), "kuma");
}

/** Where the sessions and profiles lie, without asking oclif, which is slow. */
export function configFolder(): string {
  return baseFolder("XDG_CONFIG_HOME", ".config");
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir runs for ever where a folder exists and yet nothing can
 * be made in it because "it does not exist", as below /proc.
 *
 * @param mode - of the folders that it makes
 * @throws the error of the system
 */
export async function makeFolders(folder: string, mode: number): Promise<void> {
  const failure = await tryToMake(folder, mode);
  if (failure === undefined) return;
  if (failure.code !== "ENOENT" || dirname(folder) === folder) throw failure;
  await makeFolders(dirname(folder), mode);
  const again = await tryToMake(folder, mode);
  if (again !== undefined) throw again;
}

async function tryToMake(folder: string, mode: number): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(folder, { mode });
    return undefined;
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    return failure.code === "EEXIST" ? undefined : failure;
  }
}
