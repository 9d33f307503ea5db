import type { KumaClient } from "@kumakit/client";
import {
  carryOut,
  lockAndSurvey,
  planDrills,
  stepChanges,
  type HostFacts,
  type PlannedInstall,
} from "@kumakit/installer";

import { agentProgram } from "../agent/agent-program.ts";
import { agentOn } from "../agent/find-agent.ts";
import type { RemovalPlan } from "../agent/plan-removal.ts";
import { voiceOf, type ProvisionOptions } from "../agent/provision-event.ts";
import { deleteMonitors, refOf } from "../agent/removal-monitors.ts";
import { requireNotNewer } from "../agent/require-not-newer.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { drillMonitorsOf } from "./drill-monitor.ts";
import type { DrillsOrder } from "./schedule-drills.ts";

/** Drills that are to end. */
export type DrillsEnd = Pick<DrillsOrder, "host" | "program" | "version">;

/**
 * Ends the drills of a host: all of them goes from there, and their monitor. The same call carries on one that was cut
 * short.
 *
 * @returns the monitors that were deleted, and whether anything was changed
 * @throws ProvisionError, InstallerError, KumaError
 */
export async function cancelDrills(
  client: KumaClient,
  end: DrillsEnd,
  options: ProvisionOptions = {},
): Promise<{ readonly changed: boolean; readonly deleted: readonly MonitorRef[] }> {
  const { host, version } = end;
  const voice = voiceOf(options, host.label);
  const agent = await agentOn(host, "system", voice);
  await requireNotNewer(agent, version);
  const deleted = drillMonitorsOf(agent.facts, await client.monitors.list());
  await using held = await lockAndSurvey(host, { scope: "system" }, { signal: voice.signal });
  const { facts, lock } = held;
  const { plan, secrets } = planOn(facts, end);
  const { changed } = await carryOut(host, plan, {
    lock,
    secrets,
    signal: voice.signal,
    onStep: (step) => voice.emit({ kind: "host-step", host: host.label, step }),
  });
  await deleteMonitors(client, { deleted, groups: [] });
  return { changed: changed || deleted.length > 0, deleted: deleted.map(refOf) };
}

/** Says what {@link cancelDrills} would do, and does nothing. */
export async function planCancel(
  client: KumaClient,
  end: DrillsEnd,
  options: ProvisionOptions = {},
): Promise<RemovalPlan> {
  const { facts } = await agentOn(end.host, "system", voiceOf(options, end.host.label));
  const planned = planOn(facts, end);
  return {
    version: 1,
    server: client.server.url,
    units: [],
    unwatched: [],
    isGone: false,
    monitors: drillMonitorsOf(facts, await client.monitors.list()).map(refOf),
    groups: [],
    leftMonitors: [],
    host: planned.plan,
    changes: stepChanges(facts, planned),
    wasCutShort: false,
  };
}

function planOn(facts: HostFacts, { program = agentProgram() }: DrillsEnd): PlannedInstall {
  return planDrills(facts, { drill: null, program });
}
