import type { KumaClient, Monitor } from "@kumakit/client";
import type { HostFacts } from "@kumakit/installer";

import {
  emptiedGroups,
  forgotten,
  monitorsMadeFor,
  type LeftMonitor,
  type RemovalMonitors,
} from "./removal-monitors.ts";
import { ageOfLastPush } from "./warn-of-feeders.ts";

/** A host that no agent is on. */
export interface HostWithoutAgent {
  /** For each scope that was looked at. */
  readonly seen: readonly HostFacts[];
  /** The units or checks that are meant; all when empty. */
  readonly units: readonly string[];
  /** Whether the agent of a killed run was there until now, and may have reported. */
  readonly wasCutShort: boolean;
}

/**
 * The monitors that installs have made for a host on which nothing knows of them: such as those of an install that was
 * killed. One that something still reports to is left, because a copy of the host may be at work.
 */
export async function forgottenMonitors(
  client: KumaClient,
  { seen, units, wasCutShort }: HostWithoutAgent,
): Promise<RemovalMonitors> {
  const monitors = await client.monitors.reported();
  const isMeant = (check: string): boolean =>
    units.length === 0 || units.some((unit) => check === unit || check === `${unit}.service`);
  const deleted: Monitor[] = [];
  const left: LeftMonitor[] = [];
  for (const { monitor, check } of seen.flatMap((facts) => monitorsMadeFor(facts, monitors))) {
    if (!isMeant(check) || deleted.includes(monitor)) continue;
    if (wasCutShort || !(await isFed(client, monitor))) deleted.push(monitor);
    else left.push(forgotten({ monitor, check }));
  }
  // The group of a host is found for each scope.
  const groups = new Set(seen.flatMap((facts) => emptiedGroups(monitors, deleted, facts)));
  return { deleted, groups: units.length === 0 ? [...groups] : [], left };
}

async function isFed(client: KumaClient, monitor: Monitor): Promise<boolean> {
  const age = await ageOfLastPush(client, monitor);
  return age !== undefined && age < monitor.interval * 1000;
}
