import type { AgentConfig } from "@kumakit/agent/config";
import type { SystemdBed } from "@kumakit/testkit";
import { fileURLToPath } from "node:url";

import {
  canNotifySystemd,
  canReadJournal,
  carryOut,
  chooseServiceNode,
  hasPolkit,
  installPaths,
  planAgentInstall,
  readInstalled,
  type CarryOutResult,
} from "../../src/index.ts";
import { bedHost } from "./bed-host.ts";

const paths = installPaths("system");
const owner = { user: "kuma-agent", group: "kuma-agent" };

/** Installs the built agent, as `kuma agent install` does, with this config. */
export async function installOnBed(
  bed: SystemdBed,
  config: AgentConfig,
  tokens: Readonly<Record<string, string>> = {},
): Promise<CarryOutResult> {
  const host = bedHost(bed);
  const { manifest } = await readInstalled(host, paths);
  const named = config.checks.map(({ tokenFile, name }) => [tokenFile, tokens[tokenFile] ?? tokenOf(name)]);
  const plan = planAgentInstall({
    paths,
    owner,
    config,
    tokens: Object.fromEntries(named),
    checks: config.checks.map(({ name }) => ({ name, unit: name })),
    program: fileURLToPath(import.meta.resolve("@kumakit/agent/bundle")),
    node: await chooseServiceNode(host, "system", process.execPath),
    canNotify: await canNotifySystemd(host),
    canReadJournal: await canReadJournal(host),
    hasPolkit: await hasPolkit(host),
  });
  return await carryOut(plan, host, { manifest });
}

/** The push token of a check of {@link watching}. */
export function tokenOf(name: string): string {
  return `Token-of-${name}`;
}

/** A config that watches these units; pushed every 8 s. */
export function watching(url: string, ...units: readonly string[]): AgentConfig {
  const checks = units.map((unit) => ({
    type: "systemd" as const,
    name: unit,
    unit,
    interval: 20,
    tokenFile: `tokens/${unit}`,
  }));
  return { version: 1, server: { url }, host: "tk-app3", checks };
}

/** Properties of the agent's service, as systemd has them. */
export async function serviceFacts(bed: SystemdBed): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await bed.exec(["systemctl", "show", "kuma-agent.service"]);
  return Object.fromEntries(stdout.split("\n").map((line) => [line.replace(/=.*/s, ""), line.replace(/^[^=]*=/, "")]));
}

/** What the agent has logged. */
export async function agentLog(bed: SystemdBed): Promise<string> {
  return (await bed.exec(["journalctl", "--no-pager", "--output=cat", "--unit=kuma-agent.service"])).stdout;
}
