import { dirname, isAbsolute, resolve } from "node:path";
import type { AgentSettings } from "../config/agent-config.ts";
import { serveAgent } from "../agent/serve-agent.ts";
import { ServiceNotifier } from "../service/service-notifier.ts";
import type { UnitScope } from "../systemd/unit-state.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { createStreamLogger } from "./stream-logger.ts";

/** The files of `kuma-agent run`. */
export interface RunCommandOptions {
  readonly configFile: string;
  readonly statusFile: string | undefined;
}

/** Who started the agent, by the variables of systemd.exec(5): only a user's manager sets the second one. */
function managerIn(environment: CliSurroundings["environment"]): UnitScope | undefined {
  if (environment["INVOCATION_ID"] === undefined) return undefined;
  return environment["MANAGERPID"] === undefined ? "system" : "user";
}

/** The folder that systemd has made for a service with `StateDirectory=`; it may be a list. */
function stateFolderIn(environment: CliSurroundings["environment"]): string | undefined {
  const [folder = ""] = (environment["STATE_DIRECTORY"] ?? "").split(":");
  return isAbsolute(folder) ? folder : undefined;
}

/** Runs the agent until a signal stops it. */
export async function runCommand(options: RunCommandOptions, surroundings: CliSurroundings): Promise<void> {
  const { configFile, statusFile } = options;
  const { environment, loadConfig, signal, onReload } = surroundings;
  const manager = managerIn(environment);
  async function load(): Promise<AgentSettings> {
    const config = await loadConfig(configFile);
    if (config.checks.some(({ type }) => type === "command")) {
      const { restoreOpenFilesOfAgent } = await import("../job/open-files.ts");
      await restoreOpenFilesOfAgent(environment, manager);
    }
    return config;
  }
  const config = await load();
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
    manager,
    stateFolder: stateFolderIn(environment),
    reloads: { load, onRequest: onReload },
  });
}
