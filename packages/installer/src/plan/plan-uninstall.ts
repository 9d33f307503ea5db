import { formatAgentConfig, type AgentConfig, type CheckConfig } from "@kumakit/agent/config";

import { tokenFileOf } from "../config/check-names.ts";
import { withoutParts } from "../config/merge-checks.ts";
import { secondTokensOf } from "../config/second-tokens.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import { dropInsOf, installedOn, type InstalledAgent } from "../installed/installed-on.ts";
import type { Manifest } from "../installed/manifest.ts";
import { InstallerError } from "../installer-error.ts";
import { runtimeOf } from "../runtime/choose-runtime.ts";
import { requireOwnManager } from "../service-manager/require-manager.ts";
import { agentSteps } from "./agent-steps.ts";
import type { PlannedSteps } from "../steps/host-plan.ts";
import { removalSteps, restoredJobs } from "./removal-steps.ts";

/** The aim of an uninstall. */
export interface UninstallWish {
  /** Names of checks of the manifest; all of them take the agent away. */
  readonly checks: readonly string[];
  /** The agent, one file, on the machine that plans: it stays when checks stay. */
  readonly program: string;
}

/** An uninstall that was planned, and what it leaves. */
export interface PlannedUninstall extends PlannedSteps {
  /** Whether the agent itself goes. */
  readonly isGone: boolean;
  /** The config, when it is left because somebody else's checks are in it or it cannot be read. */
  readonly keptConfig: string | undefined;
  /** The folder of drop-ins, when it is for them alone that the config is left. */
  readonly keptFor: string | undefined;
  /** Names of checks that no install has brought and that nothing watches any more. */
  readonly unwatched: readonly string[];
}

/**
 * Plans how checks are taken away from a host; with the last of them the agent goes, with everything that an install
 * brought and nothing else.
 *
 * @throws {@link InstallerError} `INSTALLER_NOT_INSTALLED`; `INSTALLER_CONFIG_BROKEN` when checks stay and the config
 * cannot be read; `INSTALLER_NO_SYSTEMD`, `INSTALLER_NOT_PERMITTED` or `INSTALLER_NO_USER_SESSION`
 */
export function planUninstall(facts: HostFacts, wish: UninstallWish): PlannedUninstall {
  requireOwnManager(facts);
  const installed = installedOn(facts);
  const { manifest } = installed;
  if (manifest === undefined) throw notInstalled(facts);
  const isGone = manifest.checks.every(({ name }) => wish.checks.includes(name));
  if (!isGone) return { ...stepsWithout(facts, { installed, manifest, wish }), ...nothingLeft, isGone };
  const steps = stepsForAll(facts, installed.config, manifest);
  const { config, dropIns } = pathsOf(facts);
  const isRemoved = steps.plan.steps.some((step) => step.kind === "remove-file" && step.path === config);
  const others = othersChecks(installed.config, manifest);
  const isKept = !isRemoved && facts.files[config] !== undefined;
  const isForDropIns = isKept && installed.config.kind === "valid" && others.length === installed.config.dropIns.length;
  return {
    ...steps,
    isGone,
    keptConfig: isKept ? config : undefined,
    keptFor: isForDropIns ? dropIns : undefined,
    unwatched: others.map(({ name }) => name),
  };
}

const nothingLeft = { keptConfig: undefined, keptFor: undefined, unwatched: [] } as const;

function notInstalled({ label }: HostFacts): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NOT_INSTALLED",
    layer: "usage",
    message: `No agent is installed on ${label}.`,
  });
}

/** The checks of somebody else, which nothing watches any more when the agent goes. */
function othersChecks(config: InstalledAgent["config"], { checks: ours }: Manifest): readonly CheckConfig[] {
  const own = (config.kind === "valid" ? config.config : config.kind === "broken" ? config.own : undefined)?.checks;
  const isOurs = (name: string): boolean => ours.some((check) => check.name === name);
  return [...(own ?? []).filter(({ name }) => !isOurs(name)), ...dropInsOf({ config })];
}

function stepsForAll(facts: HostFacts, config: InstalledAgent["config"], manifest: Manifest): PlannedSteps {
  const ours = manifest.checks.map(({ name }) => name);
  if (config.kind === "none") return removalSteps({ facts, manifest, removedTokens: [] });
  if (config.kind === "valid") {
    const going = { names: ours, heartbeat: manifest.heartbeat !== undefined };
    const left = withoutParts(config, going)?.config;
    const removedTokens = secondTokensOf(config, going);
    return removalSteps({ facts, manifest, removedTokens, ...(left && { left: { text: formatAgentConfig(left) } }) });
  }
  const rest = config.own && withoutOurs(config.own, manifest);
  return removalSteps({
    facts,
    manifest,
    removedTokens: [],
    left: rest === undefined ? {} : { text: formatAgentConfig(rest) },
  });
}

/** The settings that a person has written into the config. */
function withoutOurs({ heartbeat, ...config }: AgentConfig, manifest: Manifest): AgentConfig {
  const ours = manifest.checks.map(({ name }) => name);
  const checks = config.checks.filter(({ name }) => !ours.includes(name));
  return { ...config, ...(heartbeat === undefined || manifest.heartbeat !== undefined ? {} : { heartbeat }), checks };
}

interface PartlyGone {
  readonly installed: InstalledAgent;
  readonly manifest: Manifest;
  readonly wish: UninstallWish;
}

function stepsWithout(facts: HostFacts, { installed, manifest, wish }: PartlyGone): PlannedSteps {
  const { config } = installed;
  if (config.kind === "broken") throw config.error;
  const merged = config.kind === "valid" ? withoutParts(config, { names: wish.checks }) : undefined;
  // Checks of ours stay, so a config without any is not the one that the manifest speaks of.
  if (merged === undefined || config.kind !== "valid") return stepsForAll(facts, config, manifest);
  const going = manifest.checks.filter(({ name }) => wish.checks.includes(name));
  return agentSteps({
    facts,
    manifest,
    runtime: { runtime: runtimeOf(manifest), reason: "the agent there is one already" },
    config: merged.config,
    configText: merged.text,
    dropIns: dropInsOf(installed),
    tokens: [],
    removedTokens: [...going.map((check) => tokenFileOf(check)), ...secondTokensOf(config, { names: wish.checks })],
    named: [],
    checks: manifest.checks.filter(({ name }) => !wish.checks.includes(name)),
    restored: restoredJobs(going),
    heartbeat: manifest.heartbeat,
    program: wish.program,
    lookAtOnce: false,
  });
}
