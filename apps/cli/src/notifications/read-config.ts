import type { NotificationConfig } from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";
import { readStdin } from "../secrets/read-secret.ts";

/** Fields outside the config, which flags give. */
const RESERVED = ["id", "name", "type", "isDefault", "applyExisting"];

/**
 * Reads the settings of a notification from a JSON file, or from stdin for "-". No part of them is ever repeated.
 *
 * @throws CliError (exit 2) when there is no JSON object
 */
export async function readConfig(path: string): Promise<NotificationConfig> {
  const where = path === "-" ? "The JSON on stdin" : path;
  const value = parse(path === "-" ? await readStdin("The notification's JSON") : await readGivenFile(path), where);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw usageError(`${where} is not a JSON object`, '{"webhookURL": "https://…"}');
  return Object.fromEntries(Object.entries(value).filter(([key]) => !RESERVED.includes(key)));
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
