import { dirname, resolve } from "node:path";
import { runAgent } from "../agent.ts";
import { loadAgentConfig } from "../load-agent-config.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { createStreamLogger } from "./stream-logger.ts";

/** The files of `kuma-agent run`. */
export interface RunCommandOptions {
  readonly configFile: string;
  readonly statusFile: string | undefined;
}

/** Runs the agent until it is told to stop. */
export async function runCommand(options: RunCommandOptions, surroundings: CliSurroundings): Promise<void> {
  const config = await loadAgentConfig(options.configFile);
  await runAgent({
    config,
    configFolder: dirname(resolve(options.configFile)),
    signal: surroundings.signal,
    logger: createStreamLogger(surroundings),
    ...(options.statusFile === undefined ? {} : { statusFile: options.statusFile }),
  });
}
