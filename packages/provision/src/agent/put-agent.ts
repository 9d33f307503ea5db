import type { CheckConfig } from "@kumakit/agent/config";
import {
  canNotifySystemd,
  canReadJournal,
  carryOut,
  checkNameOf,
  chooseServiceNode,
  hasPolkit,
  mergeChecks,
  planAgentInstall,
  preparedFiles,
  restartedUnits,
  tokenFileOf,
  type CarryOutResult,
  type Installed,
  type InstalledCheck,
  type InstallLock,
  type InstallPlan,
  type WantedCheck,
} from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";
import type { InstallVoice } from "./install-request.ts";
import type { ServerSettings } from "./server-settings.ts";

/** A check that is to be on the host, with the token that it pushes with. */
export interface TokenedCheck extends WantedCheck {
  /** Secret. */
  readonly token: string;
}

/** A check of a plan; its token is null as long as its monitor is yet to be made. */
export interface PlannedCheck extends WantedCheck {
  /** Secret. */
  readonly token: string | null;
}

/** Stands in a plan for a token that is not known yet: no token looks so. */
const tokenToCome = "(the token of a monitor that is yet to be made)";

/** What an agent is put on a host from. */
export interface AgentOrder<Check extends PlannedCheck = TokenedCheck> {
  readonly target: AgentTarget;
  /** What is there already. */
  readonly installed: Installed;
  readonly settings: ServerSettings;
  readonly checks: readonly Check[];
  readonly program: string;
  /** Have the agent look and push at once even when nothing on the host has changed. */
  readonly restart?: boolean;
}

/** Plans an agent with these checks, beside those that are there. @throws InstallerError when they do not go together */
export async function planAgent(order: AgentOrder<PlannedCheck>): Promise<InstallPlan> {
  const { target, installed, settings, checks } = order;
  const { host, identity, paths, owner, scope } = target;
  const before = installed.manifest?.checks ?? [];
  const { config, text } = mergeChecks({
    ...(installed.config.kind === "valid" ? { existing: installed.config } : {}),
    ...(installed.config.kind === "none" ? { dropIns: installed.config.dropIns } : {}),
    ours: before.map(({ name }) => name),
    server: settings.server,
    host: identity.hostname,
    wanted: checks.map(({ token: _token, ...check }) => check),
  });
  return planAgentInstall({
    paths,
    owner,
    config,
    ...dropInsOf(installed),
    prepared: scope === "system" ? preparedFiles(paths, installed) : [],
    configText: text,
    tokens: Object.fromEntries(checks.map((check) => [tokenFileOf(check), check.token ?? tokenToCome])),
    ...(settings.certificateAuthority === undefined ? {} : { certificateAuthority: settings.certificateAuthority }),
    checks: mergeInstalled(before, checks),
    program: order.program,
    restart: order.restart ?? false,
    canNotify: await canNotifySystemd(host),
    canReadJournal: await canReadJournal(host),
    hasPolkit: await hasPolkit(host),
    node: await chooseServiceNode(host, scope, process.execPath),
  });
}

/** The checks beside the config, as a plan takes them. */
export function dropInsOf({ config }: Pick<Installed, "config">): { readonly dropIns?: readonly CheckConfig[] } {
  return config.kind === "broken" ? {} : { dropIns: config.dropIns.map(({ check }) => check) };
}

/** Makes sure that an agent with these checks runs on the host. @throws InstallerError, with everything put back */
export async function putAgent(
  order: AgentOrder,
  { voice, lock }: { readonly voice: InstallVoice; readonly lock: InstallLock },
): Promise<CarryOutResult> {
  const result = await carryOut(await planAgent(order), order.target.host, {
    manifest: order.installed.manifest,
    lock,
    signal: voice.signal,
    onStep: ({ kind }) => voice.progress(kind === "service" ? "Starting the agent" : "Putting the agent on this host"),
  });
  for (const warning of [...result.warnings, ...(await restartWarnings(order))]) voice.warn(warning);
  return result;
}

/** Restarts that the config asks for and that nobody can allow. */
async function restartWarnings({ target: { host, scope }, installed }: AgentOrder): Promise<readonly string[]> {
  const own = installed.config.kind === "valid" ? installed.config.config.checks : [];
  const units = restartedUnits([...own, ...(dropInsOf(installed).dropIns ?? [])]);
  if (scope === "user" || units.length === 0 || (await hasPolkit(host))) return [];
  return [
    `The agent cannot restart ${units.join(", ")}: ${host.label} has no polkit that reads rules. Install it (polkitd) and run this again.`,
  ];
}

function mergeInstalled(before: readonly InstalledCheck[], checks: readonly PlannedCheck[]): readonly InstalledCheck[] {
  const added = checks.map((check): InstalledCheck => {
    const { unit, monitorId } = check;
    return { name: checkNameOf(check), unit, ...(monitorId === undefined ? {} : { monitorId }) };
  });
  const kept = before.map((check) => added.find(({ name }) => name === check.name) ?? check);
  return [...kept, ...added.filter(({ name }) => !before.some((check) => check.name === name))];
}
