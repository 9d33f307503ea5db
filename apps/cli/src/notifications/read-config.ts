import type { NotificationConfig } from "@kumakit/provision";

import { readJsonObject } from "../secrets/read-json-object.ts";

/** Fields outside the config, which flags give. */
const RESERVED = ["id", "name", "type", "isDefault", "applyExisting"];

/**
 * Reads the settings of a notification from a JSON file, or from stdin for "-". No part of them is ever repeated.
 *
 * @throws CliError (exit 2) when there is no JSON object
 */
export async function readConfig(path: string): Promise<NotificationConfig> {
  const value = await readJsonObject(path, '{"webhookURL": "https://…"}');
  return Object.fromEntries(Object.entries(value).filter(([key]) => !RESERVED.includes(key)));
}
