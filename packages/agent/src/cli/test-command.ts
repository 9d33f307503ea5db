import { dirname, resolve } from "node:path";
import { printable } from "@kumakit/text";
import { lookOnce } from "../agent/look-once.ts";
import type { CheckSettings } from "../checks/registry.ts";
import { loadAgentSettings } from "../config/load-agent-config.ts";
import { restoreOpenFiles } from "../job/open-files.ts";
import { silentLogger } from "../logger.ts";
import { MessageMasker } from "../push/message-masker.ts";
import type { CheckLook, LookReport } from "../service/look-report.ts";
import { LazyUnitSources } from "../systemd/lazy-unit-sources.ts";
import { isCalled } from "./called-check.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { UsageError } from "./usage.ts";

/** The arguments of `kuma-agent test`. */
export interface TestCommandOptions {
  readonly configFile: string;
  /** The names of checks, or of their units; all checks without one. */
  readonly names: readonly string[];
  readonly json: boolean;
}

/**
 * Looks at some checks of the config and prints how they are. Sends nothing.
 *
 * @returns 0 when all are UP, else 1
 * @throws UsageError for a name that no check has, unless `json` reports it
 */
export async function testCommand(options: TestCommandOptions, surroundings: CliSurroundings): Promise<number> {
  const { configFile, names, json } = options;
  const { environment, stdout } = surroundings;
  const { checks } = await loadAgentSettings(configFile);
  const unknownNames = names.filter((name) => !checks.some((check) => isCalled(check, name)));
  const knownNames = checks.map(({ name }) => name);
  const [unknown] = unknownNames;
  if (unknown !== undefined && !json)
    throw new UsageError(`no check is called ${printable(unknown)}; there are ${printable(knownNames.join(", "))}`);
  const wanted = checks.filter((check) => names.length === 0 || names.some((name) => isCalled(check, name)));
  if (wanted.some(({ type }) => type === "command")) restoreOpenFiles(environment);
  const looks = unknown === undefined ? await lookAt(wanted, dirname(resolve(configFile))) : [];
  const report: LookReport = { checks: [...looks], unknownNames, knownNames };
  stdout(json ? `${JSON.stringify(report)}\n` : textOf(looks));
  return unknown === undefined && looks.every(({ status }) => status === "up") ? 0 : 1;
}

async function lookAt(checks: readonly CheckSettings[], configFolder: string): Promise<readonly CheckLook[]> {
  const sources = new LazyUnitSources(undefined, silentLogger);
  const masker = new MessageMasker();
  const context = {
    configFolder,
    units: (scope: Parameters<LazyUnitSources["of"]>[0]) => sources.of(scope),
    clean: (text: string) => masker.format(text),
  };
  try {
    return await Promise.all(checks.map((settings) => lookOnce(settings, context)));
  } finally {
    sources.close();
  }
}

function textOf(looks: readonly CheckLook[]): string {
  const width = Math.max(0, ...looks.map(({ name }) => printable(name).length));
  return looks
    .map(
      ({ status, name, message, durationMs }) =>
        `${status.toUpperCase().padEnd(7)}  ${printable(name).padEnd(width)}  ${printable(message)} (${durationMs} ms)\n`,
    )
    .join("");
}
