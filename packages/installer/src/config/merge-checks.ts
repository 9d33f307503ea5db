import { checkTypeOfUnit, watchesUnits } from "@kumakit/agent/checks";
import {
  agentConfigSchema,
  formatAgentConfig,
  type AgentConfig,
  type CheckConfig,
  type DropInCheck,
} from "@kumakit/agent/config";

import { InstallerError } from "../installer-error.ts";
import { pushedWithout, type ExistingConfig, type GoingParts } from "./second-tokens.ts";
import {
  checkNameOf,
  definitionOf,
  heartbeatTokenFile,
  installedCheckOf,
  tokenFileOf,
  type CheckDefinition,
  type Watched,
} from "./check-names.ts";

/** A check that is to be on a host. */
export type WishedCheck = Watched & {
  /** The monitor's interval, in s. */
  readonly interval: number;
  /** The id of the monitor that it reports to; absent when only a token is known. */
  readonly monitorId?: number;
  /** The push token of its monitor; absent when the monitor is still to be made. */
  readonly token?: string;
  /** How often it looks, in s, when it is not in the config yet; with every push when left out. */
  readonly lookEvery?: number;
  /** The crontabs with a job that is going to be commented out because this check does the same: see `replaceJobs`. */
  readonly replaced?: readonly string[];
  /** Whether its monitor is the one that such a job feeds. */
  readonly tookMonitor?: boolean;
};

/** The monitor of the agent itself, as it is to be on the host. */
export interface WishedHeartbeat {
  /** The monitor's interval, in s. */
  readonly interval: number;
  /** The monitor's id; absent when it is still to be made. */
  readonly monitorId?: number;
  /** Its push token; absent as well then. */
  readonly token?: string;
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
  readonly wanted: readonly WishedCheck[];
  /**
   * Whether the wanted settings of a check are all that it has.
   * @defaultValue false: settings that it has and that are not wanted in particular stay
   */
  readonly isWhole?: boolean | undefined;
  /** The monitor of the agent itself; the one that the config has stays when left out. */
  readonly heartbeat?: WishedHeartbeat | undefined;
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
 * as far as neither the monitor nor the wanted check decides it.
 *
 * @throws {@link InstallerError} `INSTALLER_CONFIG_CONFLICT` when the host reports to another server, when a check
 * of somebody else, in the config or in a drop-in, already watches one of the units or has the name of a check, or when
 * the settings of a check do not go together with those that it has already
 */
export function mergeChecks(input: MergeInput): MergedConfig {
  const { existing, server, host, wanted, heartbeat } = input;
  const before = existing?.config;
  if (before !== undefined) requireSameServer(before, server);
  requireFree(wanted, existing?.dropIns ?? input.dropIns ?? []);
  const config: AgentConfig = {
    ...before,
    version: 1,
    server: before === undefined ? server : { ...before.server, ...server },
    host: before?.host ?? host,
    ...heartbeatOf(before, heartbeat),
    checks: wanted.reduce((checks, check) => withCheck(checks, check, input), before?.checks ?? []),
  };
  requireValid(config);
  return { config, text: textOf(config, existing) };
}

/** The config without some parts; undefined when no check is left, in drop-ins neither. */
export function withoutParts(existing: ExistingConfig, going: GoingParts): MergedConfig | undefined {
  const checks = existing.config.checks.filter(({ name }) => !going.names.includes(name));
  // Those in drop-ins are not ours, and need the rest of the config.
  if (checks.length === 0 && (existing.dropIns ?? []).length === 0) return undefined;
  const { secondServer, heartbeat, ...rest } = existing.config;
  // A second server that hears nothing any more is refused by the agent.
  const isHeard = pushedWithout(existing, going).some(({ secondTokenFile }) => secondTokenFile !== undefined);
  const config = {
    ...rest,
    ...(secondServer === undefined || !isHeard ? {} : { secondServer }),
    ...(heartbeat === undefined || going.heartbeat === true ? {} : { heartbeat }),
    checks,
  };
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

/** Settings that were read well by themselves may still not fit to those that stay. */
function requireValid(config: AgentConfig): void {
  const result = agentConfigSchema.safeParse(config);
  if (result.success) return;
  const found = result.error.issues.map(({ path: [, index, ...setting], message }) => {
    const name = typeof index === "number" ? config.checks[index]?.name : undefined;
    return `${JSON.stringify(name)}: ${setting.join(".")} ${message}`;
  });
  throw new InstallerError({
    code: "INSTALLER_CONFIG_CONFLICT",
    layer: "config",
    message: `The settings of a check do not go together with those that it has already: ${found.join("; ")}.`,
    hint: "give the settings that it names as well, or remove the check first",
  });
}

function requireFree(wanted: readonly WishedCheck[], dropIns: readonly DropInCheck[]): void {
  for (const { file, check } of dropIns) {
    const same = wanted.find((one) => isSame(check, one) || check.name === checkNameOf(one));
    if (same !== undefined) throw taken(same, check, file);
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

function withCheck(
  checks: readonly CheckConfig[],
  wanted: WishedCheck,
  { ours, isWhole }: Pick<MergeInput, "ours" | "isWhole">,
): CheckConfig[] {
  const name = checkNameOf(wanted);
  const isNamed = (check: CheckConfig): boolean => check.name === name;
  const same = checks.filter((check) => isSame(check, wanted));
  const before = same.find(isNamed) ?? same[0];
  if (before === undefined) {
    const namesake = checks.find(isNamed);
    if (namesake !== undefined) throw ours.includes(name) ? known(namesake) : taken(wanted, namesake);
    return [...checks, { ...newSettings(wanted), ...aboutMonitor(wanted) }];
  }
  if (!ours.includes(before.name)) throw taken(wanted, before);
  if (!isNamed(before)) throw known(before);
  if ("definition" in wanted && isWhole === true) {
    const { secondTokenFile } = before;
    const second = secondTokenFile === undefined ? {} : { secondTokenFile };
    return checks.with(checks.indexOf(before), { ...newSettings(wanted), ...second, ...aboutMonitor(wanted) });
  }
  // The id of a monitor that is yet to be made, or that only its token is known of, is not that of the former one.
  const { monitorId: _former, ...rest } =
    "definition" in wanted ? { ...before, ...wanted.definition } : ofItsKind(before);
  return checks.with(checks.indexOf(before), { ...rest, ...aboutMonitor(wanted) });
}

function newSettings(wanted: WishedCheck): CheckDefinition {
  const definition = definitionOf(wanted);
  const { lookEvery = wanted.lookEvery } = definition;
  return { ...definition, ...(lookEvery === undefined ? {} : { lookEvery }) };
}

/** Earlier installs watched a timer as any other unit. Settings that only such a check has keep it as it is. */
function ofItsKind(check: CheckConfig): CheckConfig {
  if (check.type !== "systemd" || checkTypeOfUnit(check.unit) !== "timer") return check;
  const { type: _type, atLeast, restart, ...shared } = check;
  return atLeast === undefined && restart === undefined ? { type: "timer", ...shared } : check;
}

function aboutMonitor(wanted: WishedCheck): Pick<CheckConfig, "interval" | "tokenFile" | "monitorId"> {
  const { interval, monitorId } = wanted;
  return {
    interval,
    tokenFile: tokenFileOf(installedCheckOf(wanted)),
    ...(monitorId === undefined ? {} : { monitorId }),
  };
}

/** Settings that a person has put beside, such as a token for the second server, stay. */
function heartbeatOf(
  before: AgentConfig | undefined,
  wanted: WishedHeartbeat | undefined,
): Pick<AgentConfig, "heartbeat"> {
  if (wanted === undefined) return {};
  const { interval, monitorId } = wanted;
  const { monitorId: _former, ...rest } = before?.heartbeat ?? {};
  const id = monitorId === undefined ? {} : { monitorId };
  return { heartbeat: { ...rest, interval, tokenFile: heartbeatTokenFile, ...id } };
}

/** Whether a check of the config is the wanted one: that of the same unit, or of the same type and name. */
function isSame(check: CheckConfig, wanted: Watched): boolean {
  if ("definition" in wanted) return check.type === wanted.definition.type && check.name === wanted.definition.name;
  return watchesUnits(check) && check.unit === wanted.unit && (check.scope ?? "system") === wanted.scope;
}

function taken(wanted: Watched, { name, type }: CheckConfig, dropIn?: string): InstallerError {
  const place = dropIn ?? "the config";
  const what = "definition" in wanted ? `of the type ${type}` : `for ${wanted.unit}`;
  return new InstallerError({
    code: "INSTALLER_CONFIG_CONFLICT",
    layer: "config",
    message: `${dropIn ?? "The agent's config"} already has a check ${JSON.stringify(name)} ${what}, which no install has brought.`,
    hint: `take it out of ${place} first`,
  });
}

/** A check of ours that the wanted one would not go together with. */
function known(check: CheckConfig): InstallerError {
  const what = "unit" in check ? `for ${check.unit}` : `of the type ${check.type}`;
  return new InstallerError({
    code: "INSTALLER_CONFIG_CONFLICT",
    layer: "config",
    message: `The agent has a check ${JSON.stringify(check.name)} ${what} already.`,
    hint: `give the new one another name, or take that one away first with "kuma agent uninstall ${JSON.stringify(check.name)}"`,
  });
}
