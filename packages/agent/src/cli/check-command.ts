import { dirname, resolve } from "node:path";
import { loadAgentConfig } from "../load-agent-config.ts";
import { loadFiles } from "../loaded-config.ts";
import { silentLogger } from "../logger.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

/** Says whether the config, the tokens and the certificate file can be used; changes and pushes nothing. */
export async function checkCommand(configFile: string, { stdout, stderr }: CliSurroundings): Promise<void> {
  const config = await loadAgentConfig(configFile);
  const folder = dirname(resolve(configFile));
  const logger = { ...silentLogger, warn: (message: string) => stderr(`warning: ${message}\n`) };
  // Just what a start or a reload does, up to the point where something would change.
  const { client } = await loadFiles(config, { folder, logger });
  client.close();
  const count = `${config.checks.length} ${config.checks.length === 1 ? "check" : "checks"}`;
  stdout(`${configFile} is right: ${count} for ${config.server.url}\n`);
}
