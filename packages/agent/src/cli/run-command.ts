import { dirname, resolve } from "node:path";
import { loadAgentConfig } from "../load-agent-config.ts";
import { serveAgent } from "../serve-agent.ts";
import { ServiceNotifier } from "../service/service-notifier.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { createStreamLogger } from "./stream-logger.ts";

/** The files of `kuma-agent run`. */
export interface RunCommandOptions {
  readonly configFile: string;
  readonly statusFile: string | undefined;
}

/** Runs the agent until it is told to stop. */
export async function runCommand(options: RunCommandOptions, surroundings: CliSurroundings): Promise<void> {
  const { configFile, statusFile } = options;
  const { environment, signal, onReload } = surroundings;
  const config = await loadAgentConfig(configFile);
  const logger = createStreamLogger(surroundings);
  const agent = {
    config,
    configFolder: dirname(resolve(configFile)),
    signal,
    logger,
    ...(statusFile === undefined ? {} : { statusFile }),
  };
  await serveAgent(agent, {
    notifier: ServiceNotifier.from({ environment, logger }),
    reloads: { load: () => loadAgentConfig(configFile), onRequest: onReload },
  });
}
