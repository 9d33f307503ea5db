import { readFile } from "node:fs/promises";
import { AgentFileError } from "./agent-file-error.ts";

/**
 * Reads a secret: what the file holds, without the line break at its end.
 *
 * @param what - the file, in words, for the error
 * @param file - its path
 * @throws {@link AgentFileError} when it cannot be read or is empty
 */
export async function readSecretFile(what: string, file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw AgentFileError.from(what, file, error);
  }
  const secret = text.replace(/\r?\n$/, "");
  if (secret === "" || /[\r\n\0]/.test(secret)) throw new AgentFileError(`${what} must hold one line`, file);
  return secret;
}
