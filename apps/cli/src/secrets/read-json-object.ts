import { usageError } from "../cli-error.ts";
import { readGivenFile } from "./read-given-file.ts";
import { readStdin } from "./read-secret.ts";

/**
 * Reads a JSON object from a file, or from stdin for "-". No part of it is ever repeated: it may hold secrets.
 *
 * @param example - an object that would do
 * @throws CliError (exit 2) when there is none
 */
export async function readJsonObject(path: string, example: string): Promise<Readonly<Record<string, unknown>>> {
  const where = path === "-" ? "The JSON on stdin" : path;
  const value = parse(path === "-" ? await readStdin("The JSON") : await readGivenFile(path), where);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw usageError(`${where} is not a JSON object`, example);
  return { ...value };
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message quotes the text, which is secret; its position is not.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    throw usageError(`${where} is not JSON${position === undefined ? "" : ` (at character ${position})`}`, null);
  }
}
