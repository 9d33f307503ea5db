import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

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
