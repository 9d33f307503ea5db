import type { CheckConfig } from "@kumakit/agent/config";
import {
  canNotifySystemd,
  canReadJournal,
  carryOut,
  chooseServiceNode,
  hasPolkit,
  lockInstall,
  planAgentInstall,
  planAgentUninstall,
  readInstalled,
  requireSystemd,
  secondTokensOf,
  tokenFileOf,
  withoutChecks,
  type Installed,
  type InstalledCheck,
  type InstallPlan,
  type Manifest,
} from "@kumakit/installer";

import { dropInsOf } from "./put-agent.ts";
import type { AgentTarget } from "./agent-target.ts";
import type { InstalledTarget } from "./find-installed-target.ts";
import type { InstallVoice } from "./install-request.ts";

/** What an uninstall is asked for. */
export interface UninstallRequest extends InstalledTarget {
  /** The checks to take away: all, or some of the manifest's. */
  readonly checks: readonly InstalledCheck[];
  /** The agent, one file: it stays when checks stay. */
  readonly program: string;
}

/** What an uninstall has done. */
export interface UninstallOutcome {
  /** Whether the agent itself is gone. */
  readonly isGone: boolean;
  /** The config, when it was left behind because somebody else's checks are in it or it cannot be read. */
  readonly keptConfig: string | undefined;
  /** The folder of drop-ins, when it is for them alone that the config was left. */
  readonly keptFor: string | undefined;
  /** Names of checks that kuma has not brought and that nothing watches any more. */
  readonly unwatched: readonly string[];
}

/** Takes checks away from this host; with the last of them the agent. @throws InstallerError, with everything put back */
export async function uninstallAgent(request: UninstallRequest, voice: InstallVoice): Promise<UninstallOutcome> {
  const { host, scope, paths } = request.target;
  await requireSystemd(host, scope);
  const lock = await lockInstall(host, paths.lock);
  try {
    const { plan, manifest, isGone, config } = await planUninstall(request);
    const { signal } = voice;
    await carryOut(plan, host, { manifest, lock, signal, onStep: () => voice.progress("Removing") });
    const isKept = isGone && (await host.stat(paths.config)) !== undefined;
    const others = othersChecks(config, manifest);
    const unwatched = isGone ? others.map(({ name }) => name) : [];
    const isForDropIns = isKept && config.kind === "valid" && others.length === config.dropIns.length;
    const keptFor = isForDropIns ? `${paths.configFolder}/conf.d` : undefined;
    return { isGone, keptConfig: isKept ? paths.config : undefined, keptFor, unwatched };
  } finally {
    await lock.release();
  }
}

/** An uninstall that was planned. */
export interface PlannedUninstall {
  readonly plan: InstallPlan;
  readonly manifest: Manifest;
  /** Whether the agent itself goes. */
  readonly isGone: boolean;
  /** What the host has now. */
  readonly config: Installed["config"];
}

/** What there is to be done, and whether the agent itself goes. Changes nothing. @throws InstallerError */
export async function planUninstall(request: UninstallRequest): Promise<PlannedUninstall> {
  const { host, paths } = request.target;
  const installed = await readInstalled(host, paths);
  const manifest = installed.manifest ?? request.manifest;
  const isGone = manifest.checks.every(({ name }) => request.checks.some((check) => check.name === name));
  const plan = isGone ? planFor(request, installed) : await planWithout(request, installed);
  return { plan, manifest, isGone, config: installed.config };
}

/** The checks of somebody else, which go without being watched when the agent goes. */
export function othersChecks(config: Installed["config"], { checks: ours }: Manifest): readonly CheckConfig[] {
  const own = (config.kind === "valid" ? config.config : config.kind === "broken" ? config.own : undefined)?.checks;
  const isOurs = (name: string): boolean => ours.some((check) => check.name === name);
  return [...(own ?? []).filter(({ name }) => !isOurs(name)), ...(dropInsOf({ config }).dropIns ?? [])];
}

function planFor({ target, manifest }: UninstallRequest, { config }: Installed): InstallPlan {
  const { paths } = target;
  if (config.kind === "none") return planAgentUninstall({ paths, manifest });
  const owner = target.scope === "system" ? { user: "root", group: "root" } : target.owner;
  const ours = manifest.checks.map(({ name }) => name);
  if (config.kind === "broken") {
    const { own } = config;
    const rest = own && { ...own, checks: own.checks.filter(({ name }) => !ours.includes(name)) };
    return planAgentUninstall({ paths, manifest, remainingConfig: { owner, ...(rest && { config: rest }) } });
  }
  const rest = withoutChecks(config, ours)?.config;
  return planAgentUninstall({
    paths,
    manifest,
    removedTokens: secondTokensOf(config, ours),
    ...(rest === undefined ? {} : { remainingConfig: { config: rest, owner } }),
  });
}

async function planWithout(request: UninstallRequest, { config, manifest }: Installed): Promise<InstallPlan> {
  const { target, checks, program } = request;
  if (config.kind === "broken") throw config.error;
  const names = checks.map(({ name }) => name);
  const merged = config.kind === "valid" ? withoutChecks(config, names) : undefined;
  // Checks of ours stay, so a config without any is not what the manifest tells of: take the agent away as a whole.
  if (merged === undefined || manifest === undefined || config.kind !== "valid")
    return planFor(request, { config, manifest, hasUnit: true });
  return planAgentInstall({
    paths: target.paths,
    owner: target.owner,
    config: merged.config,
    ...dropInsOf({ config }),
    configText: merged.text,
    tokens: {},
    removedTokens: [...checks.map(removedToken), ...secondTokensOf(config, names)],
    checks: manifest.checks.filter(({ name }) => !names.includes(name)),
    program,
    node: await nodeFor(target),
    canNotify: await canNotifySystemd(target.host),
    canReadJournal: await canReadJournal(target.host),
    hasPolkit: await hasPolkit(target.host),
  });
}

function removedToken({ name, unit }: InstalledCheck): string {
  return tokenFileOf({ unit, scope: name.startsWith("user/") ? "user" : "system" });
}

async function nodeFor({ host, scope }: AgentTarget): ReturnType<typeof chooseServiceNode> {
  return await chooseServiceNode(host, scope, process.execPath);
}
