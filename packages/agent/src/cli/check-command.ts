import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";
import { namedFiles } from "../config/config-files.ts";
import { loadAgentSettings } from "../config/load-agent-config.ts";
import { closeClients, loadFiles } from "../agent/loaded-config.ts";
import { silentLogger } from "../logger.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

async function unreadable(what: string, file: string): Promise<AgentFileError | undefined> {
  try {
    await access(file, constants.R_OK);
    return undefined;
  } catch (error) {
    return AgentFileError.from(what, file, error);
  }
}

/** Says whether the config and every file that it names can be used; changes and pushes nothing. */
export async function checkCommand(configFile: string, { stdout, stderr }: CliSurroundings): Promise<void> {
  const config = await loadAgentSettings(configFile);
  const folder = dirname(resolve(configFile));
  const logger = { ...silentLogger, warn: (message: string) => stderr(`warning: ${message}\n`) };
  // Just what a start or a reload does, up to the point where something would change.
  const loaded = await loadFiles(config, { folder, logger });
  closeClients(loaded);
  const known = new Set(loaded.problems.map(({ file }) => file));
  // Some are read later, when the check that they belong to looks.
  const others = namedFiles(config)
    .map(({ setting, file }) => ({ what: setting, file: resolve(folder, file) }))
    .filter(({ file }) => !known.has(file));
  const missing = await Promise.all(others.map(({ what, file }) => unreadable(what, file)));
  const problems = [...loaded.problems, ...missing.filter((problem) => problem !== undefined)];
  const last = problems.pop();
  for (const { message } of problems) stderr(`kuma-agent: ${message}\n`);
  if (last !== undefined) throw last;
  const count = `${config.checks.length} ${config.checks.length === 1 ? "check" : "checks"}`;
  const servers = [config.server, config.secondServer ?? []].flat().map(({ url }) => url);
  stdout(`${configFile} is right: ${count} for ${servers.join(" and ")}\n`);
}
