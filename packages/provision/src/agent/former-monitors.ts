import type { KumaClient, Monitor } from "@kumakit/client";
import type { HostFacts, InstalledCheck } from "@kumakit/installer";

import { hasMarker, parseMarkers } from "../marker/marker.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { checkMarker } from "./check-marker.ts";
import type { Voice } from "./provision-event.ts";

/**
 * The monitors that an earlier install made for these checks under another name or identity of this host. They are left
 * alone: the host may have been renamed, or may be a copy of the one that they belong to. Nothing here shows which.
 */
export async function formerMonitors(
  client: KumaClient,
  facts: HostFacts,
  checks: readonly InstalledCheck[],
): Promise<readonly Monitor[]> {
  const known = checks.filter(({ monitorId }) => monitorId !== undefined);
  if (known.length === 0) return [];
  const monitors = await client.monitors.reported();
  return monitors.filter((monitor) => known.some((check) => isFormerMonitor(monitor, facts, check)));
}

/** Whether an install made the monitor for this check, under another name or identity of the host. */
export function isFormerMonitor({ id, description }: Monitor, facts: HostFacts, check: InstalledCheck): boolean {
  if (check.monitorId !== id) return false;
  // Another server may have given the id to something else.
  const isOfCheck = parseMarkers(description).some(({ fields }) => fields.check === check.name);
  return isOfCheck && !hasMarker(description, checkMarker(facts, check.name));
}

/** Says what to do about such a monitor. */
export function warnOfFormer({ warn }: Voice, { id, name }: MonitorRef): void {
  const text = `The monitor ${JSON.stringify(name)} (id ${id}) was made for this agent when the host had another name or machine id, and was left. If the host was renamed, it will alert that no heartbeat comes: delete it. If this is a copy of that host, leave it.`;
  warn("former-monitor", text, { id, name });
}
