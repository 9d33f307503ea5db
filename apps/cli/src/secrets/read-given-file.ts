import { explainFileFailure } from "@kumakit/text";
import { readFile } from "node:fs/promises";

import { usageError } from "../cli-error.ts";

/**
 * Reads a file that the person has named.
 *
 * @param path - of the file
 * @param flag - that names it, for the error; a file of another source has none
 * @throws CliError (exit 2) that says why the file cannot be read
 */
export async function readGivenFile(path: string, flag?: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const named = flag === undefined ? path : `${flag} ${path}`;
    throw usageError(`${named} cannot be read: ${explainFileFailure(error)}`, null);
  }
}
