import type { KumaClient } from "@kumakit/client";
import {
  planUninstall,
  stepChanges,
  type Host,
  type HostPlan,
  type InstalledCheck,
  type InstallScope,
  type PlannedUninstall,
  type StepChange,
} from "@kumakit/installer";

import type { MonitorRef } from "../monitors/monitor-action.ts";
import { agentProgram } from "./agent-program.ts";
import { calledAs, chooseChecks } from "./choose-checks.ts";
import { findAgentOrPutBack, lookForAgent, type FoundAgent, type LookedForAgent } from "./find-agent.ts";
import { forgottenMonitors } from "./forgotten-monitors.ts";
import { onHosts, type HostResult } from "./on-hosts.ts";
import type { ProvisionOptions } from "./provision-event.ts";
import { requireNotNewer } from "./require-not-newer.ts";
import { connectOnce, type Connect } from "./reports-to.ts";
import { refOf, removalMonitors, type LeftMonitor } from "./removal-monitors.ts";

/** The parts of an agent that are to be taken away. */
export interface RemovalWish {
  /**
   * The machines that lose it.
   * @defaultValue this one
   */
  readonly hosts?: readonly Host[];
  /**
   * Whose agent it is.
   * @defaultValue that of the host, else that of the account
   */
  readonly scope?: InstallScope | undefined;
  /**
   * The checks that are done no more, by name or unit; with the last of them the agent goes.
   * @defaultValue all
   */
  readonly units?: readonly string[];
  /**
   * Deletes the monitors that installs made for these checks there. A function connects once, and only when an agent is
   * found.
   * @defaultValue they stay
   */
  readonly client?: KumaClient | (() => Promise<KumaClient>) | undefined;
  /**
   * The agent, one file on this machine: it stays when checks stay.
   * @defaultValue that of the package `@kumakit/agent`
   */
  readonly program?: string;
  /**
   * The version of `program`: an agent that is newer is not replaced by it.
   * @defaultValue unknown: any agent is replaced
   */
  readonly version?: string | undefined;
  /**
   * The hosts, by their labels, on which {@link prepareRemoval} has put back the work of a killed run: a fresh heartbeat
   * is that run's.
   * @defaultValue none
   */
  readonly cutShort?: readonly string[];
}

/** The work of an uninstall for one host, on the server and there. Plain data without secrets. */
export interface RemovalPlan extends Pick<PlannedUninstall, "isGone" | "unwatched"> {
  /** The version of this form. */
  readonly version: 1;
  /** What is watched no more: units, and the names of other checks. */
  readonly units: readonly string[];
  /** The server's URL; null when no monitor is to be deleted. */
  readonly server: string | null;
  /** The monitors that are deleted. */
  readonly monitors: readonly MonitorRef[];
  /** The groups that an install made for a host, and that are deleted because nothing is in them any more. */
  readonly groups: readonly MonitorRef[];
  /** The monitors that stay; empty when none is to be deleted. */
  readonly leftMonitors: readonly LeftMonitor[];
  /** What is done on the host. */
  readonly host: HostPlan;
  /** What each step of it changes there, in their order. */
  readonly changes: readonly StepChange[];
  /** Whether the work of a run that was killed was put back just before. */
  readonly wasCutShort: boolean;
}

/**
 * Says what {@link uninstallAgent} would do, and does nothing.
 *
 * @returns one result for each host, in their order; `undefined` for a host without an agent, and without a monitor that
 * is to be deleted
 */
export async function planRemoval(
  wish: RemovalWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<RemovalPlan | undefined>[]> {
  return await planOnHosts(wish, options, lookForAgent);
}

/**
 * Says the same just before {@link uninstallAgent} does it: on a host without an agent it first puts back the work of a
 * run that was killed.
 *
 * @returns as {@link planRemoval}
 */
export async function prepareRemoval(
  wish: RemovalWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<RemovalPlan | undefined>[]> {
  return await planOnHosts(wish, options, findAgentOrPutBack);
}

async function planOnHosts(
  wish: RemovalWish,
  options: ProvisionOptions,
  find: typeof findAgentOrPutBack,
): Promise<readonly HostResult<RemovalPlan | undefined>[]> {
  const connect = wish.client && connectOnce(wish.client);
  return await onHosts(wish.hosts, options, async ({ host, voice }) => {
    voice.emit({ kind: "look", host: voice.host });
    const looked = await find({ host, scope: wish.scope, signal: voice.signal });
    return looked.agent === undefined
      ? await planWithoutAgent(looked, wish, connect)
      : await planOf(looked.agent, wish, { connect, wasCutShort: looked.wasCutShort });
  });
}

/** The plan for a host without an agent: an install that was killed may have left monitors. */
async function planWithoutAgent(
  { seen, wasCutShort }: LookedForAgent,
  { units = [], scope = "system" }: RemovalWish,
  connect: Connect | undefined,
): Promise<RemovalPlan | undefined> {
  if (connect === undefined) return undefined;
  const client = await connect();
  const { deleted, groups, left } = await forgottenMonitors(client, { seen, units, wasCutShort });
  if (deleted.length + groups.length + left.length === 0) return undefined;
  return {
    version: 1,
    units: [],
    server: client.server.url,
    monitors: deleted.map(refOf),
    groups: groups.map(refOf),
    leftMonitors: left,
    host: { version: 1, action: "uninstall", scope, steps: [], warnings: [] },
    changes: [],
    isGone: false,
    unwatched: [],
    wasCutShort,
  };
}

async function planOf(
  agent: FoundAgent,
  wish: RemovalWish,
  { connect, wasCutShort }: { readonly connect: Connect | undefined; readonly wasCutShort: boolean },
): Promise<RemovalPlan> {
  const checks = chooseChecks(agent, wish.units ?? []);
  const { plan: host, secrets, isGone, unwatched } = hostRemoval(agent, checks, wish);
  if (!isGone) await requireNotNewer(agent, wish.version);
  const client = await connect?.();
  const { deleted, groups, left } = await removalMonitors(client, { ...agent, checks, isGone });
  return {
    version: 1,
    units: checks.map(calledAs),
    server: client?.server.url ?? null,
    monitors: deleted.map(refOf),
    groups: groups.map(refOf),
    leftMonitors: left,
    host,
    changes: stepChanges(agent.facts, { plan: host, secrets }),
    isGone,
    unwatched,
    wasCutShort,
  };
}

/** The steps on the host that take some checks away. @throws InstallerError */
export function hostRemoval(
  { facts }: Pick<FoundAgent, "facts">,
  checks: readonly InstalledCheck[],
  { program = agentProgram() }: RemovalWish,
): PlannedUninstall {
  return planUninstall(facts, { checks: checks.map(({ name }) => name), program });
}
