import { formatAgentConfig, type AgentConfig, type CheckConfig, type DropInCheck } from "@kumakit/agent/config";

import { InstallerError } from "../installer-error.ts";
import { pushedWithout, type ExistingConfig } from "./second-tokens.ts";
import { checkNameOf, tokenFileOf, type WatchedUnit } from "./check-names.ts";

/** A check that an install wants in the agent's config. */
export interface WantedCheck extends WatchedUnit {
  /** The monitor's interval, in s. */
  readonly interval: number;
  /** The id of the monitor that it reports to; absent when only a token is known. */
  readonly monitorId?: number;
}

/** The parts that are merged into a host's config. */
export interface MergeInput {
  /** The config as it is, with the checks of others. */
  readonly existing?: ExistingConfig;
  /** What lies in `conf.d` of a host that has no config yet. */
  readonly dropIns?: readonly DropInCheck[];
  /** Names of the checks in it that an install has brought. */
  readonly ours: readonly string[];
  /** The server that the checks report to. */
  readonly server: AgentConfig["server"];
  /** How messages call the host, when the config does not say so yet. */
  readonly host: string;
  /** The checks that are to be in it. */
  readonly wanted: readonly WantedCheck[];
}

/** A config and the text that it is written as. */
export interface MergedConfig {
  /** What is to be in the file. */
  readonly config: AgentConfig;
  /** The text that is there already when it says just this, comments and all. */
  readonly text: string;
}

/**
 * Puts checks into the config of a host. Checks of others stay as they are, and so does what somebody has set in ours,
 * as far as the monitor does not decide it.
 *
 * @throws {@link InstallerError} `INSTALLER_CONFIG_CONFLICT` when the host reports to another server, or when a check
 * of somebody else, in the config or in a drop-in, already watches one of the units
 */
export function mergeChecks(input: MergeInput): MergedConfig {
  const { existing, server, host, wanted } = input;
  const before = existing?.config;
  if (before !== undefined) requireSameServer(before, server);
  requireFree(wanted, existing?.dropIns ?? input.dropIns ?? []);
  const config: AgentConfig = {
    ...before,
    version: 1,
    server: before === undefined ? server : { ...before.server, ...server },
    host: before?.host ?? host,
    checks: wanted.reduce((checks, check) => withCheck(checks, check, input.ours), before?.checks ?? []),
  };
  return { config, text: textOf(config, existing) };
}

/** The config without the named checks; undefined when none is left, in drop-ins neither. */
export function withoutChecks(existing: ExistingConfig, names: readonly string[]): MergedConfig | undefined {
  const checks = existing.config.checks.filter(({ name }) => !names.includes(name));
  // Those in drop-ins are not ours, and need the rest of the config.
  if (checks.length === 0 && (existing.dropIns ?? []).length === 0) return undefined;
  const { secondServer, ...rest } = existing.config;
  // A second server that hears nothing any more is refused by the agent.
  const isHeard = pushedWithout(existing, names).some(({ secondTokenFile }) => secondTokenFile !== undefined);
  const config = { ...rest, ...(secondServer === undefined || !isHeard ? {} : { secondServer }), checks };
  return { config, text: textOf(config, existing) };
}

function textOf(config: AgentConfig, existing: ExistingConfig | undefined): string {
  const text = formatAgentConfig(config);
  return existing !== undefined && formatAgentConfig(existing.config) === text ? existing.text : text;
}

function requireSameServer(before: AgentConfig, server: AgentConfig["server"]): void {
  if (withoutSlash(before.server.url) === withoutSlash(server.url)) return;
  throw new InstallerError({
    code: "INSTALLER_CONFIG_CONFLICT",
    layer: "config",
    message: `The agent on this host reports to ${before.server.url}, and one agent reports to one server; this is ${server.url}.`,
    hint: `name that server with --server ${before.server.url}, or take the agent away first with "kuma agent uninstall"`,
  });
}

function requireFree(wanted: readonly WantedCheck[], dropIns: readonly DropInCheck[]): void {
  for (const { file, check } of dropIns) {
    const same = wanted.find((unit) => isSameUnit(check, unit) || check.name === checkNameOf(unit));
    if (same !== undefined) throw taken(same, check, file);
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

function withCheck(checks: readonly CheckConfig[], wanted: WantedCheck, ours: readonly string[]): CheckConfig[] {
  const index = checks.findIndex((check) => isSameUnit(check, wanted));
  const known = checks[index];
  if (known === undefined) return [...checks, newCheck(wanted, checks)];
  if (!ours.includes(known.name)) throw taken(wanted, known);
  const { interval, monitorId } = wanted;
  // The id of a monitor that is yet to be made, or that only its token is known of, is not that of the former one.
  const { monitorId: _former, ...rest } = ofItsKind(known);
  return checks.with(index, {
    ...rest,
    interval,
    tokenFile: tokenFileOf(wanted),
    ...(monitorId === undefined ? {} : { monitorId }),
  });
}

function newCheck(wanted: WantedCheck, checks: readonly CheckConfig[]): CheckConfig {
  const name = checkNameOf(wanted);
  const namesake = checks.find((check) => check.name === name);
  if (namesake !== undefined) throw taken(wanted, namesake);
  return {
    type: isTimer(wanted.unit) ? "timer" : "systemd",
    name,
    unit: wanted.unit,
    ...(wanted.scope === "user" ? { scope: "user" as const } : {}),
    interval: wanted.interval,
    tokenFile: tokenFileOf(wanted),
    ...(wanted.monitorId === undefined ? {} : { monitorId: wanted.monitorId }),
  };
}

/** The kind of a unit decides its check: a timer itself is well while every run that it starts fails. */
function isTimer(unit: string): boolean {
  return unit.endsWith(".timer");
}

/** Earlier installs watched a timer as any other unit. Settings that only such a check has keep it as it is. */
function ofItsKind(check: CheckConfig): CheckConfig {
  if (check.type !== "systemd" || !isTimer(check.unit)) return check;
  const { type: _type, atLeast, restart, ...shared } = check;
  return atLeast === undefined && restart === undefined ? { type: "timer", ...shared } : check;
}

function isSameUnit(check: CheckConfig, { unit, scope }: WatchedUnit): boolean {
  const isOfUnit = check.type === "systemd" || check.type === "timer";
  return isOfUnit && check.unit === unit && (check.scope ?? "system") === scope;
}

function taken({ unit }: WatchedUnit, { name }: CheckConfig, dropIn?: string): InstallerError {
  const place = dropIn ?? "the config";
  return new InstallerError({
    code: "INSTALLER_CONFIG_CONFLICT",
    layer: "config",
    message: `${dropIn ?? "The agent's config"} already has a check ${JSON.stringify(name)} for ${unit}, which no install has brought.`,
    hint: `take it out of ${place} first`,
  });
}
