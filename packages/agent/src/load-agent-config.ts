import { readFile } from "node:fs/promises";
import { AgentFileError } from "./agent-file-error.ts";
import type { AgentConfig } from "./config/agent-config.ts";
import { parseAgentConfig } from "./config/parse-agent-config.ts";

/**
 * Reads a config file, JSON or YAML.
 *
 * @param file - its path
 * @throws {@link AgentFileError} when it cannot be read
 * @throws {@link AgentConfigError} with line and column when a setting is wrong
 */
export async function loadAgentConfig(file: string): Promise<AgentConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw AgentFileError.from("the config file", file, error);
  }
  return parseAgentConfig(text, { file });
}
