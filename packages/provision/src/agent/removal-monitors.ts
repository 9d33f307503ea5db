import type { KumaClient, Monitor } from "@kumakit/client";
import { pushesWith, type HostFacts, type InstalledCheck } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker } from "../marker/marker.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { isFormerMonitor } from "./former-monitors.ts";
import { calledAs } from "./choose-checks.ts";
import { checkMarker } from "./check-marker.ts";

/** A monitor that stays although the check that reports to it goes. */
export interface LeftMonitor {
  /** The unit of the check, else its name. */
  readonly unit: string;
  /** The monitor; null when the server has none that pushes of this check go to. */
  readonly monitor: MonitorRef | null;
  /** Whether an install made it: under another name or machine id of the host, which may belong to another host now. */
  readonly isFormer: boolean;
}

/** The fate of the monitors of checks that go. */
export interface RemovalMonitors {
  /** Made by an install for these checks, as their markers say. */
  readonly deleted: readonly Monitor[];
  /** The monitors of other origin. */
  readonly left: readonly LeftMonitor[];
}

/**
 * The monitors of some checks of a host, found by their markers and by the tokens that lie there.
 *
 * @param client - undefined when no monitor is to be deleted
 */
export async function removalMonitors(
  client: KumaClient | undefined,
  facts: HostFacts,
  checks: readonly InstalledCheck[],
): Promise<RemovalMonitors> {
  if (client === undefined) return { deleted: [], left: [] };
  const monitors = await client.monitors.list();
  const deleted: Monitor[] = [];
  const left: LeftMonitor[] = [];
  for (const check of checks) {
    const marker = checkMarker(facts, check.name);
    const own = monitors.filter(({ description }) => hasMarker(description, marker));
    deleted.push(...own);
    const fed = monitors.filter((monitor) => !own.includes(monitor) && isFedBy(monitor, { check, facts }));
    left.push(...fed.map((monitor) => leftMonitor(check, facts, monitor)));
    if (own.length === 0 && fed.length === 0) left.push({ unit: calledAs(check), monitor: null, isFormer: false });
  }
  return { deleted, left };
}

function isFedBy(
  monitor: Monitor,
  { check, facts }: { readonly check: InstalledCheck; readonly facts: HostFacts },
): boolean {
  const { pushToken } = monitor;
  const hasToken = typeof pushToken === "string" && pushesWith(facts, check, pushToken);
  return hasToken || isFormerMonitor(monitor, facts, check);
}

function leftMonitor(check: InstalledCheck, facts: HostFacts, monitor: Monitor): LeftMonitor {
  return { unit: calledAs(check), monitor: refOf(monitor), isFormer: isFormerMonitor(monitor, facts, check) };
}

/** A monitor by its name and id. */
export function refOf({ id, name }: Monitor): MonitorRef {
  return { id, name };
}

/** Deletes monitors. @throws ProvisionError naming those that are still there */
export async function deleteMonitors(client: KumaClient, monitors: readonly Monitor[]): Promise<void> {
  const failures: string[] = [];
  for (const { id, name } of monitors) {
    await client.monitors.delete(id).catch((error: unknown) => {
      failures.push(
        `could not delete the monitor ${JSON.stringify(name)} (id ${id}): ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }
  if (failures.length === 0) return;
  throw new ProvisionError({
    code: "KUMA_MONITORS_LEFT",
    message: "The agent was removed, but not every monitor",
    leftBehind: failures,
  });
}
