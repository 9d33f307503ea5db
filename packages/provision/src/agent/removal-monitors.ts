import type { KumaClient, Monitor } from "@kumakit/client";
import type { HostFacts, InstalledCheck, Manifest } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker } from "../marker/marker.ts";
import { drillMonitorsOf } from "../drill-schedule/drill-monitor.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { isFormerMonitor } from "./former-monitors.ts";
import { groupMarker, isHostGroup, madeFor } from "./check-marker.ts";
import { agentReporter, checkReporter, isFedBy, type Reporter } from "./reporter.ts";
import { severalAtOnce } from "./several-at-once.ts";

/** A monitor that stays although the check that reports to it goes. */
export interface LeftMonitor {
  /** The unit of the check, else its name; or `the agent itself`. */
  readonly unit: string;
  /** The monitor; null when the server has none that pushes of this check go to. */
  readonly monitor: MonitorRef | null;
  /** Whether an install made it: under another name or machine id of the host, which may belong to another host now. */
  readonly isFormer: boolean;
  /** Whether an install made it for this host, although nothing there knows of it. */
  readonly isForgotten?: true;
  /** Whether a job of cron reports to it again, as it did before the check took its place. */
  readonly isOfOldJob?: true;
}

/** The fate of the monitors of what goes. */
export interface RemovalMonitors {
  /** Made by an install for it, as their markers say. */
  readonly deleted: readonly Monitor[];
  /** The groups that an install made for a host, and that hold nothing else. */
  readonly groups: readonly Monitor[];
  /** The monitors of other origin. */
  readonly left: readonly LeftMonitor[];
}

/** The parts that go from a host. */
export interface GoingReporters {
  readonly facts: HostFacts;
  readonly checks: readonly InstalledCheck[];
  /** Whether the agent goes with them. */
  readonly isGone: boolean;
  readonly manifest: Manifest;
}

/**
 * The monitors of some checks of a host, and of the agent when it goes: found by their markers and by the tokens that lie
 * there.
 *
 * @param client - undefined when no monitor is to be deleted
 */
export async function removalMonitors(client: KumaClient | undefined, going: GoingReporters): Promise<RemovalMonitors> {
  if (client === undefined) return { deleted: [], groups: [], left: [] };
  const monitors = await client.monitors.reported();
  const deleted: Monitor[] = [];
  const left: LeftMonitor[] = [];
  for (const reporter of reportersOf(going)) {
    const own = monitors.filter(({ description }) => hasMarker(description, reporter.marker));
    // The job of cron that fed it before runs again.
    if (reporter.tookMonitor === true) left.push(...own.map((monitor) => ofJob(reporter, monitor)));
    else deleted.push(...own);
    const fed = monitors.filter((monitor) => !own.includes(monitor) && isOf(monitor, reporter));
    left.push(...fed.map((monitor) => leftMonitor(reporter, monitor)));
    if (own.length === 0 && fed.length === 0) left.push({ unit: reporter.called, monitor: null, isFormer: false });
  }
  if (!going.isGone) return { deleted, groups: [], left };
  deleted.push(...drillMonitorsOf(going.facts, monitors));
  const known = [...deleted, ...monitors.filter(({ id }) => left.some(({ monitor }) => monitor?.id === id))];
  left.push(...unknownMonitors(going.facts, monitors, known));
  return { deleted, groups: emptiedGroups(monitors, deleted, going.facts), left };
}

/** The monitors that installs have made for a host, and that nothing there knows of. */
function unknownMonitors(
  facts: HostFacts,
  monitors: readonly Monitor[],
  known: readonly Monitor[],
): readonly LeftMonitor[] {
  return monitorsMadeFor(facts, monitors)
    .filter(({ monitor }) => !known.includes(monitor))
    .map((one) => forgotten(one));
}

/** A monitor that an install has made. */
export interface MadeFor {
  readonly monitor: Monitor;
  /** The check that it is for; `agent` for the agent itself. */
  readonly check: string;
}

/** The monitors that installs have made for the checks of a host, by their markers. */
export function monitorsMadeFor(facts: HostFacts, monitors: readonly Monitor[]): readonly MadeFor[] {
  return monitors.flatMap((monitor) => {
    const check = monitor.type === "push" ? madeFor(facts, monitor.description) : undefined;
    return check === undefined ? [] : [{ monitor, check }];
  });
}

/** Such a monitor that stays. */
export function forgotten({ monitor, check }: MadeFor): LeftMonitor {
  return { unit: check, monitor: refOf(monitor), isFormer: false, isForgotten: true };
}

function reportersOf({ facts, checks, isGone, manifest: { heartbeat } }: GoingReporters): readonly Reporter[] {
  return [
    ...checks.map((check) => checkReporter(facts, check)),
    ...(isGone && heartbeat !== undefined ? [agentReporter(facts, heartbeat)] : []),
  ];
}

/** The groups of hosts that these monitors leave empty. */
export function emptiedGroups(
  monitors: readonly Monitor[],
  deleted: readonly Monitor[],
  facts: HostFacts,
): readonly Monitor[] {
  const left = monitors.filter((monitor) => !deleted.includes(monitor));
  const own = groupMarker(facts);
  return left.filter(({ id, type, description }) => {
    const isInvolved = hasMarker(description, own) || deleted.some(({ parent }) => parent === id);
    return type === "group" && isHostGroup(description) && isInvolved && !left.some(({ parent }) => parent === id);
  });
}

function ofJob({ called }: Reporter, monitor: Monitor): LeftMonitor {
  return { unit: called, monitor: refOf(monitor), isFormer: false, isOfOldJob: true };
}

function isOf(monitor: Monitor, reporter: Reporter): boolean {
  return isFedBy(monitor, reporter) || isFormerMonitor(monitor, reporter);
}

function leftMonitor(reporter: Reporter, monitor: Monitor): LeftMonitor {
  return { unit: reporter.called, monitor: refOf(monitor), isFormer: isFormerMonitor(monitor, reporter) };
}

/** A monitor by its name and id. */
export function refOf({ id, name }: Monitor): MonitorRef {
  return { id, name };
}

/** Deletes monitors, and then the groups that they were in. @throws ProvisionError naming those that are still there */
export async function deleteMonitors(
  client: KumaClient,
  { deleted, groups }: Pick<RemovalMonitors, "deleted" | "groups">,
): Promise<void> {
  const failures: string[] = [];
  const remove = async ({ id, name }: Monitor): Promise<void> => {
    await client.monitors.delete(id).catch((error: unknown) => {
      failures.push(
        `could not delete the monitor ${JSON.stringify(name)} (id ${id}): ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  };
  await severalAtOnce(deleted, remove);
  await severalAtOnce(groups, remove);
  if (failures.length === 0) return;
  throw new ProvisionError({
    code: "KUMA_MONITORS_LEFT",
    message: "The agent was removed, but not every monitor",
    leftBehind: failures,
  });
}
