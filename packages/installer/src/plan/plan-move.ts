import { formatAgentConfig } from "@kumakit/agent/config";

import { heartbeatTokenFile, tokenFileOf } from "../config/check-names.ts";
import {
  feedingBoth,
  feedingOther,
  secondFilesOf,
  secondTokenFileOf,
  withoutSecond,
  type ConfigMove,
  type MovedCheck,
} from "../config/moved-config.ts";
import { authorityFor } from "../config/server-settings.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { dropInsOf, installedOn, type InstalledConfig } from "../installed/installed-on.ts";
import type { InstalledCheck, Manifest } from "../installed/manifest.ts";
import { namedFiles } from "../installed/named-files.ts";
import { InstallerError } from "../installer-error.ts";
import { runtimeOf } from "../runtime/choose-runtime.ts";
import type { PlannedInstall } from "../steps/host-plan.ts";
import { agentSteps, type AgentInput } from "./agent-steps.ts";
import { requireReady } from "./require-ready.ts";

/** An agent that gets another server. */
export interface MoveWish extends Omit<ConfigMove, "checks"> {
  /** The monitors of the checks that installs have brought. */
  readonly checks: readonly MovedCheck[];
  /** The agent, one file, on the machine that plans. */
  readonly program: string;
}

/** The config of an agent that is there, with all that its installs know of it. */
interface Present {
  readonly facts: HostFacts;
  readonly manifest: Manifest;
  readonly config: Extract<InstalledConfig, { kind: "valid" }>;
}

/** The parts of a plan that a move decides. */
type Change = Pick<AgentInput, "config" | "tokens"> & Partial<AgentInput>;

/**
 * Plans an agent that feeds the server that it is to move to beside its present one.
 *
 * @throws {@link InstallerError} of `requireReady`; `INSTALLER_NOT_INSTALLED`
 */
export function planFeedingBoth(facts: HostFacts, wish: MoveWish): PlannedInstall {
  const present = presentOn(facts);
  const move = configMove(present, wish);
  const config = feedingBoth(present.config.config, move);
  return stepsFor(present, wish.program, {
    config,
    tokens: tokensOf(move).map(([file, token]) => [secondTokenFileOf(file), token] as const),
    ...authorityFor(config.secondServer, wish.settings),
  });
}

/**
 * Plans an agent that feeds the server that it moves to, and its present one no more.
 *
 * @throws {@link InstallerError} of `requireReady`; `INSTALLER_NOT_INSTALLED`
 */
export function planMove(facts: HostFacts, wish: MoveWish): PlannedInstall {
  const present = presentOn(facts);
  const { manifest, config: found } = present;
  const move = configMove(present, wish);
  const config = feedingOther(found.config, move);
  const known = new Map(wish.checks.map(({ name, monitorId }) => [name, monitorId]));
  return stepsFor(present, wish.program, {
    config,
    tokens: tokensOf(move),
    removedTokens: config.secondServer === undefined ? secondFilesOf(found.config) : [],
    checks: manifest.checks.map((check) => (known.has(check.name) ? withMonitor(check, known.get(check.name)) : check)),
    heartbeat: manifest.heartbeat && withMonitor(manifest.heartbeat, wish.heartbeat?.monitorId),
    ...authorityFor(config.server, wish.settings),
  });
}

/**
 * Plans an agent that feeds its present server alone: the way back from {@link planFeedingBoth}.
 *
 * @param text - of the config before; that of the settings alone when left out
 * @throws {@link InstallerError} of `requireReady`; `INSTALLER_NOT_INSTALLED`
 */
export function planStay(
  facts: HostFacts,
  { text, program }: { readonly text?: string | undefined; readonly program: string },
): PlannedInstall {
  const present = presentOn(facts);
  const { config: found } = present.config;
  const config = withoutSecond(found);
  const former = text === undefined ? {} : { configText: text };
  return stepsFor(present, program, { config, ...former, tokens: [], removedTokens: secondFilesOf(found) });
}

function presentOn(facts: HostFacts): Present {
  requireReady(facts);
  const { manifest, config } = installedOn(facts);
  if (manifest !== undefined && config.kind === "valid") return { facts, manifest, config };
  throw new InstallerError({
    code: "INSTALLER_NOT_INSTALLED",
    layer: "usage",
    message: `No agent is installed on ${facts.label}.`,
  });
}

function stepsFor({ facts, manifest, config: found }: Present, program: string, change: Change): PlannedInstall {
  const { config } = change;
  const unchanged = formatAgentConfig(found.config) === formatAgentConfig(config);
  return agentSteps({
    facts,
    manifest,
    runtime: { runtime: runtimeOf(manifest), reason: "the agent there is one already" },
    configText: unchanged ? found.text : formatAgentConfig(config),
    dropIns: dropInsOf({ config: found }),
    named: namedFiles(facts, { manifest, config: found }, config),
    removedTokens: [],
    checks: manifest.checks,
    heartbeat: manifest.heartbeat,
    program,
    // Each check reports at once, and not only with its next push.
    lookAtOnce: true,
    ...change,
  });
}

function configMove({ manifest }: Present, { checks, ...move }: MoveWish): ConfigMove {
  const named = checks.flatMap((check) => {
    const installed = manifest.checks.find(({ name }) => name === check.name);
    return installed === undefined ? [] : [{ ...check, tokenFile: tokenFileOf(installed) }];
  });
  return { ...move, checks: named };
}

function tokensOf({ checks, heartbeat }: ConfigMove): AgentInput["tokens"] {
  return [
    ...checks.map(({ tokenFile, token }) => [tokenFile, token] as const),
    ...(heartbeat === undefined ? [] : [[heartbeatTokenFile, heartbeat.token] as const]),
  ];
}

function withMonitor<Installed extends Pick<InstalledCheck, "monitorId">>(
  { monitorId: _former, ...installed }: Installed,
  monitorId: number | undefined,
): Omit<Installed, "monitorId"> & { monitorId?: number } {
  return { ...installed, ...(monitorId === undefined ? {} : { monitorId }) };
}
