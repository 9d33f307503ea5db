import { formatAgentConfig, type AgentConfig } from "@kumakit/agent/config";
import type { SystemdBed } from "@kumakit/testkit";
import { fileURLToPath } from "node:url";

import { carryOut, installedOn, lockHost, surveyHost, type CarriedOut } from "../../src/index.ts";
import { agentSteps } from "../../src/plan/agent-steps.ts";
import { nodeRuntime } from "../../src/runtime/node-runtime.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { bedHost } from "./bed-host.ts";

/** The input of an install on a bed. */
interface BedInstall {
  readonly config: AgentConfig;
  readonly tokens?: Readonly<Record<string, string>>;
  /** Where the bed has its Node; the path of this one by default. */
  readonly node?: string;
  /** What runs it; Node.js by default. */
  readonly runtime?: Runtime;
  /** Is done while the install can still be undone. */
  readonly whenDone?: (done: CarriedOut) => Promise<void>;
}

/** Installs the built agent, as `kuma agent install` does, with this config. */
export async function installOnBed(
  bed: SystemdBed,
  config: AgentConfig,
  tokens: Readonly<Record<string, string>> = {},
): Promise<CarriedOut> {
  return await installOn(bed, { config, tokens });
}

/** As {@link installOnBed}, with something that is done before the lock is released. */
export async function installOn(
  bed: SystemdBed,
  { config, tokens = {}, node, runtime = nodeRuntime, whenDone }: BedInstall,
): Promise<CarriedOut> {
  const host = bedHost(bed);
  const question = { scope: "system", ...(node === undefined ? {} : { node }) } as const;
  await using lock = await lockHost(host, await surveyHost(host, question));
  const facts = await surveyHost(host, question);
  const { plan, secrets } = agentSteps({
    facts,
    manifest: installedOn(facts).manifest,
    runtime: { runtime, reason: "the test wants it" },
    config,
    configText: formatAgentConfig(config),
    dropIns: [],
    tokens: config.checks.map(({ tokenFile, name }) => [tokenFile, tokens[tokenFile] ?? tokenOf(name)]),
    removedTokens: [],
    named: [],
    checks: config.checks.map(({ name }) => ({ name, unit: name })),
    program: fileURLToPath(import.meta.resolve("@kumakit/agent/bundle")),
    lookAtOnce: false,
  });
  const done = await carryOut(host, plan, { lock, secrets });
  await whenDone?.(done);
  return done;
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

/** The agent's log. */
export async function agentLog(bed: SystemdBed): Promise<string> {
  return (await bed.exec(["journalctl", "--no-pager", "--output=cat", "--unit=kuma-agent.service"])).stdout;
}
