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
import { findAgent, findAgentOrPutBack, type FoundAgent } from "./find-agent.ts";
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
}

/**
 * Says what {@link uninstallAgent} would do, and does nothing.
 *
 * @returns one result for each host, in their order; `undefined` for a host without an agent
 */
export async function planRemoval(
  wish: RemovalWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<RemovalPlan | undefined>[]> {
  return await planOnHosts(wish, options, findAgent);
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
    const agent = await find({ host, scope: wish.scope, signal: voice.signal });
    return agent === undefined ? undefined : await planOf(agent, wish, connect);
  });
}

async function planOf(agent: FoundAgent, wish: RemovalWish, connect: Connect | undefined): Promise<RemovalPlan> {
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
