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
}

/** Takes checks away from this host; with the last of them the agent. @throws InstallerError, with everything put back */
export async function uninstallAgent(request: UninstallRequest, voice: InstallVoice): Promise<UninstallOutcome> {
  const { host, scope, paths } = request.target;
  await requireSystemd(host, scope);
  const lock = await lockInstall(host, paths.lock);
  try {
    const { plan, manifest, isGone } = await planUninstall(request);
    const { signal } = voice;
    await carryOut(plan, host, { manifest, lock, signal, onStep: () => voice.progress("Removing") });
    const isKept = isGone && (await host.stat(paths.config)) !== undefined;
    return { isGone, keptConfig: isKept ? paths.config : undefined };
  } finally {
    await lock.release();
  }
}

/** What there is to be done, and whether the agent itself goes. Changes nothing. @throws InstallerError */
export async function planUninstall(
  request: UninstallRequest,
): Promise<{ readonly plan: InstallPlan; readonly manifest: Manifest; readonly isGone: boolean }> {
  const { host, paths } = request.target;
  const installed = await readInstalled(host, paths);
  const manifest = installed.manifest ?? request.manifest;
  const isGone = manifest.checks.every(({ name }) => request.checks.some((check) => check.name === name));
  const plan = isGone ? planFor(request, installed) : await planWithout(request, installed);
  return { plan, manifest, isGone };
}

function planFor({ target, manifest }: UninstallRequest, { config }: Installed): InstallPlan {
  const { paths } = target;
  if (config.kind === "none") return planAgentUninstall({ paths, manifest });
  const owner = target.scope === "system" ? { user: "root", group: "root" } : target.owner;
  if (config.kind === "broken") return planAgentUninstall({ paths, manifest, remainingConfig: { owner } });
  const ours = manifest.checks.map(({ name }) => name);
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
