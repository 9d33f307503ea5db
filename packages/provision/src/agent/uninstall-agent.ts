import {
  carryOut,
  isInstallerError,
  lockAndSurvey,
  partUninstall,
  type CarryOutOptions,
  type PlannedUninstall,
} from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { calledAs, chooseChecks } from "./choose-checks.ts";
import { findAgentOrPutBack, type FoundAgent, type LookedForAgent } from "./find-agent.ts";
import { forgottenMonitors } from "./forgotten-monitors.ts";
import { warnOfFormer } from "./former-monitors.ts";
import { onHosts, type HostResult } from "./on-hosts.ts";
import { hostRemoval, type RemovalWish } from "./plan-removal.ts";
import type { ProvisionOptions, Voice } from "./provision-event.ts";
import { requireNotNewer } from "./require-not-newer.ts";
import { connectOnce, type Connect } from "./reports-to.ts";
import { deleteMonitors, refOf, removalMonitors, type LeftMonitor } from "./removal-monitors.ts";

/** The outcome of an uninstall on one host. */
export interface RemovalOutcome extends HostOutcome {
  /** What is watched no more: units, and the names of other checks. */
  readonly units: readonly string[];
  /** The monitors that were deleted. */
  readonly deletedMonitors: readonly MonitorRef[];
  /** The groups that an install made for a host, and that were deleted because nothing was in them any more. */
  readonly deletedGroups: readonly MonitorRef[];
  /** The monitors that stay; empty when none was to be deleted. */
  readonly leftMonitors: readonly LeftMonitor[];
}

type HostOutcome = Pick<PlannedUninstall, "isGone" | "keptConfig" | "keptFor" | "unwatched">;

/**
 * Takes checks away from each host; with the last of them the agent, and all that its installs brought. A host that
 * fails, or is stopped, is put back as it was; the others go on. Monitors are deleted once nothing reports to them any more,
 * and one that cannot be deleted is named by a ProvisionError `KUMA_MONITORS_LEFT`. The host forgets them last: the same
 * call carries on what was killed, also where nothing but its leftovers are there, or only its monitors. {@link planRemoval}
 * says beforehand what it would do.
 *
 * @returns one result for each host, in their order; `undefined` for a host without an agent, and without a monitor that was
 * to be deleted
 */
export async function uninstallAgent(
  wish: RemovalWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<RemovalOutcome | undefined>[]> {
  const connect = wish.client && connectOnce(wish.client);
  return await onHosts(wish.hosts, options, async ({ host, voice }) => {
    voice.emit({ kind: "look", host: voice.host });
    const looked = await findAgentOrPutBack({ host, scope: wish.scope, signal: voice.signal });
    return looked.agent === undefined
      ? await deleteForgotten(looked, wish, connect)
      : await uninstall(looked.agent, wish, { voice, connect });
  });
}

/** Takes away what a killed install has left on the server alone. */
async function deleteForgotten(
  { host, seen, wasCutShort }: LookedForAgent,
  { units = [], cutShort = [] }: RemovalWish,
  connect: Connect | undefined,
): Promise<RemovalOutcome | undefined> {
  if (connect === undefined) return undefined;
  const client = await connect();
  const isCutShort = wasCutShort || cutShort.includes(host.label);
  const found = await forgottenMonitors(client, { seen, units, wasCutShort: isCutShort });
  const { deleted, groups, left: leftMonitors } = found;
  if (deleted.length + groups.length + leftMonitors.length === 0) return undefined;
  await deleteMonitors(client, found);
  const ids = { deletedMonitors: deleted.map(refOf), deletedGroups: groups.map(refOf), leftMonitors };
  return { units: [], isGone: false, keptConfig: undefined, keptFor: undefined, unwatched: [], ...ids };
}

/** The agent is gone then, and the host does not know it yet. */
function halfForgotten(error: unknown, label: string): unknown {
  if (!isInstallerError(error)) return error;
  const { code, message, hint = null } = error;
  const leftBehind = [`the list of what the agent had on ${label}: run the same again, which takes it away`];
  return new ProvisionError({ code, message, hint, leftBehind, cause: error });
}

async function uninstall(
  agent: FoundAgent,
  wish: RemovalWish,
  { voice, connect }: { readonly voice: Voice; readonly connect: Connect | undefined },
): Promise<RemovalOutcome> {
  const checks = chooseChecks(agent, wish.units ?? []);
  // What the account may not do is found out before it asks for the lock.
  const planned = hostRemoval(agent, checks, wish);
  if (!planned.isGone) await requireNotNewer(agent, wish.version);
  const client = await connect?.();
  const going = { ...agent, checks };
  const seen = await removalMonitors(client, { ...going, isGone: planned.isGone });
  const { host } = agent;
  await using held = await lockAndSurvey(host, { scope: agent.facts.scope }, { signal: voice.signal });
  const { facts, lock } = held;
  const { plan, secrets, ...removed } = hostRemoval({ facts }, checks, wish);
  const { isGone } = removed;
  // Another run may have been at work until now: a check that it brought keeps the agent, and its monitor.
  const isAsPlanned = isGone === planned.isGone;
  const { deleted, groups, left } = isAsPlanned ? seen : await removalMonitors(client, { ...going, isGone });
  const { work, forgetting } = partUninstall(facts, plan);
  const onStep: CarryOutOptions["onStep"] = (step) => voice.emit({ kind: "host-step", host: host.label, step });
  const { warnings } = await carryOut(host, work, { lock, secrets, signal: voice.signal, onStep });
  for (const warning of warnings) voice.warn("host", warning);
  for (const { monitor, isFormer } of left) if (monitor !== null && isFormer) warnOfFormer(voice, monitor);
  try {
    if (client !== undefined) await deleteMonitors(client, { deleted, groups });
  } finally {
    // Not before: a run that is killed at the monitors is carried on by the next one, which still knows of them.
    await carryOut(host, forgetting, { lock, secrets, onStep }).catch((error: unknown) => {
      throw halfForgotten(error, host.label);
    });
  }
  return {
    ...removed,
    units: checks.map(calledAs),
    deletedMonitors: deleted.map(refOf),
    deletedGroups: groups.map(refOf),
    leftMonitors: left,
  };
}
