import { authorityFor, type ServerSettings } from "../config/server-settings.ts";
import { heartbeatTokenFile, installedCheckOf, tokenFileOf } from "../config/check-names.ts";
import {
  mergeChecks,
  withoutParts,
  type MergedConfig,
  type WishedCheck,
  type WishedHeartbeat,
} from "../config/merge-checks.ts";
import { secondTokensOf } from "../config/second-tokens.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { restoredJobs } from "./removal-steps.ts";
import { requireReady } from "./require-ready.ts";
import { dropInsOf, installedOn, type InstalledAgent, type InstalledConfig } from "../installed/installed-on.ts";
import { namedFiles } from "../installed/named-files.ts";
import type { InstalledCheck, InstalledHeartbeat } from "../installed/manifest.ts";
import { chooseRuntime, type RuntimeWish } from "../runtime/choose-runtime.ts";
import type { PlannedInstall } from "../steps/host-plan.ts";
import { agentSteps } from "./agent-steps.ts";

/** The aim of an install. */
export interface InstallWish {
  /** The server that the checks report to: see {@link serverSettings}. */
  readonly settings: ServerSettings;
  /** Beside those that are there, as far as they do not go. */
  readonly checks: readonly WishedCheck[];
  /**
   * The names of checks of the manifest that go. The settings of `checks` are all that those have from now on.
   * @defaultValue none goes, and settings of checks that are there stay where `checks` do not name them
   */
  readonly without?: readonly string[] | undefined;
  /**
   * The monitor of the agent itself.
   * @defaultValue the one that is there already, if any
   */
  readonly heartbeat?: WishedHeartbeat | undefined;
  /** The agent, one file, on the machine that plans. */
  readonly program: string;
  /**
   * The agent as one file with Node.js inside, on the machine that plans, or a folder with those of a release. Without it an
   * agent of that form keeps the file that it has.
   */
  readonly standalone?: string | undefined;
  /**
   * The agent's form.
   * @defaultValue `"auto"`: as it is there already, else Node.js where the host has it, else a shell script
   */
  readonly runtime?: RuntimeWish;
  /**
   * Have an agent that finds itself on another machine than this one push nothing.
   * @defaultValue false: what the config says stays
   */
  readonly isForThisMachine?: boolean;
  /**
   * Have the agent look and push at once although nothing of it has changed.
   * @defaultValue false
   */
  readonly lookAtOnce?: boolean;
}

/**
 * Plans an agent with these checks on a host, beside those that are there. Nothing is looked up but the agent's program;
 * the same facts and wish give the same plan.
 *
 * @throws {@link InstallerError} of {@link requireReady}; `INSTALLER_CONFIG_CONFLICT` when the checks do not go together
 * with what is there; `INSTALLER_NO_RUNTIME` when nothing there can run them; `INSTALLER_FILE_FAILED` when something else
 * lies where a file or folder has to be
 */
export function planInstall(facts: HostFacts, wish: InstallWish): PlannedInstall {
  requireReady(facts);
  const before = installedOn(facts);
  const names = wish.without ?? [];
  const installed = { ...before, config: configWithout(before.config, names) };
  const merged = mergedConfig(facts, installed, wish);
  const { manifest } = before;
  const checks = manifest?.checks ?? [];
  const whole = { ...merged.config, checks: [...merged.config.checks, ...dropInsOf(installed)] };
  return agentSteps({
    facts,
    manifest,
    runtime: chooseRuntime(wish.runtime ?? "auto", whole, { facts, manifest, standalone: wish.standalone }),
    config: merged.config,
    configText: merged.text,
    dropIns: dropInsOf(installed),
    tokens: [
      ...wish.checks.map((check) => [tokenFileOf(installedCheckOf(check)), check.token] as const),
      ...(wish.heartbeat === undefined ? [] : [[heartbeatTokenFile, wish.heartbeat.token] as const]),
    ],
    ...authorityFor(merged.config.server, wish.settings),
    named: namedFiles(facts, installed, merged.config),
    removedTokens: removedTokens(before, names),
    restored: restoredJobs(checks.filter(({ name }) => names.includes(name))),
    checks: mergedManifest(
      checks.filter(({ name }) => !names.includes(name)),
      wish.checks,
    ),
    heartbeat: wish.heartbeat === undefined ? manifest?.heartbeat : installedHeartbeat(wish.heartbeat),
    program: wish.program,
    standalone: wish.standalone,
    lookAtOnce: wish.lookAtOnce ?? false,
    ...(wish.isForThisMachine === true && facts.isMachineIdKept ? { machine: facts.machineId } : {}),
  });
}

function removedTokens({ manifest, config }: InstalledAgent, names: readonly string[]): readonly string[] {
  const going = manifest?.checks.filter(({ name }) => names.includes(name)) ?? [];
  const second = config.kind === "valid" ? secondTokensOf(config, { names }) : [];
  return [...going.map((check) => tokenFileOf(check)), ...second];
}

/** The config without checks that go. One that is left without any is about to get others. */
function configWithout(config: InstalledConfig, names: readonly string[]): InstalledConfig {
  if (config.kind !== "valid" || names.length === 0) return config;
  const rest = withoutParts(config, { names }) ?? { config: { ...config.config, checks: [] }, text: "" };
  return { ...config, ...rest };
}

function mergedConfig(facts: HostFacts, { manifest, config }: InstalledAgent, wish: InstallWish): MergedConfig {
  return mergeChecks({
    ...(config.kind === "valid" ? { existing: config } : {}),
    ...(config.kind === "none" ? { dropIns: config.dropIns } : {}),
    ours: (manifest?.checks ?? []).map(({ name }) => name),
    server: wish.settings.server,
    host: facts.hostname,
    wanted: wish.checks,
    isWhole: wish.without !== undefined,
    heartbeat: wish.heartbeat,
  });
}

function installedHeartbeat({ monitorId }: WishedHeartbeat): InstalledHeartbeat {
  return monitorId === undefined ? {} : { monitorId };
}

function mergedManifest(before: readonly InstalledCheck[], checks: readonly WishedCheck[]): readonly InstalledCheck[] {
  const added = checks.map((check): InstalledCheck => {
    const { monitorId } = check;
    const installed = installedCheckOf(check);
    const former = before.find(({ name }) => name === installed.name);
    const replaced = [...new Set([...(former?.replaced ?? []), ...(check.replaced ?? [])])];
    const tookMonitor = former?.tookMonitor ?? check.tookMonitor;
    return {
      ...installed,
      ...(monitorId === undefined ? {} : { monitorId }),
      ...(replaced.length === 0 ? {} : { replaced }),
      ...(tookMonitor === undefined ? {} : { tookMonitor }),
    };
  });
  const kept = before.map((check) => added.find(({ name }) => name === check.name) ?? check);
  return [...kept, ...added.filter(({ name }) => !before.some((check) => check.name === name))];
}
