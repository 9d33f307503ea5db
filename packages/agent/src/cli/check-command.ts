import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { AgentFileError } from "../agent-file-error.ts";
import { loadAgentConfig } from "../load-agent-config.ts";
import { silentLogger } from "../logger.ts";
import { readTokenFile } from "../read-token-file.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

/** Says whether the config, the tokens and the certificate file can be used; changes and pushes nothing. */
export async function checkCommand(configFile: string, { stdout, stderr }: CliSurroundings): Promise<void> {
  const config = await loadAgentConfig(configFile);
  const folder = dirname(resolve(configFile));
  const logger = { ...silentLogger, warn: (message: string) => stderr(`warning: ${message}\n`) };
  for (const { name, tokenFile } of config.checks) {
    await readTokenFile({ file: resolve(folder, tokenFile), check: name, logger });
  }
  const { caFile } = config.server;
  if (caFile !== undefined) {
    const file = resolve(folder, caFile);
    await access(file, constants.R_OK).catch((error: unknown) => {
      throw AgentFileError.from("the certificate file", file, error);
    });
  }
  const count = `${config.checks.length} ${config.checks.length === 1 ? "check" : "checks"}`;
  stdout(`${configFile} is right: ${count} for ${config.server.url}\n`);
}
