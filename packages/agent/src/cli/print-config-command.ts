import { AgentFileError } from "../secrets/agent-file-error.ts";
import { AgentConfigError } from "../config/agent-config-error.ts";
import { loadAgentSettings } from "../config/load-agent-config.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import type { PrintedConfig } from "./print-config.ts";

async function read(configFile: string): Promise<PrintedConfig> {
  try {
    return { config: await loadAgentSettings(configFile) };
  } catch (error) {
    if (error instanceof AgentConfigError) return { file: error.mainFile, problems: error.problems };
    if (error instanceof AgentFileError) return { file: error.file, unusable: error.problem };
    throw error;
  }
}

/** Reads a config for the agent that asked for it, see `loadConfigAside`. */
export async function printConfigCommand(configFile: string, { stdout }: CliSurroundings): Promise<void> {
  stdout(JSON.stringify(await read(configFile)));
}
