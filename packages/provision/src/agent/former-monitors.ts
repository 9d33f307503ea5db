import type { KumaClient, Monitor } from "@kumakit/client";

import { hasMarker, isSameMarker, parseMarkers } from "../marker/marker.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import type { Voice } from "./provision-event.ts";
import type { Reporter } from "./reporter.ts";

/**
 * The monitors that an earlier install made for these reporters under another name or identity of this host. They are left
 * alone: the host may have been renamed, or may be a copy of the one that they belong to. Nothing here shows which.
 */
export async function formerMonitors(client: KumaClient, reporters: readonly Reporter[]): Promise<readonly Monitor[]> {
  const known = reporters.filter(({ monitorId }) => monitorId !== undefined);
  if (known.length === 0) return [];
  const monitors = await client.monitors.reported();
  return monitors.filter((monitor) => known.some((reporter) => isFormerMonitor(monitor, reporter)));
}

/** Whether an install made the monitor for this reporter, under another name or identity of the host. */
export function isFormerMonitor({ id, description }: Monitor, { monitorId, marker }: Reporter): boolean {
  if (monitorId !== id || hasMarker(description, marker)) return false;
  const { host = "" } = marker.fields;
  // Another server may have given the id to something else.
  return parseMarkers(description).some((found) =>
    isSameMarker({ ...found, fields: { ...found.fields, host } }, marker),
  );
}

/** Says what to do about such a monitor. */
export function warnOfFormer({ warn }: Voice, { id, name }: MonitorRef): void {
  const text = `The monitor ${JSON.stringify(name)} (id ${id}) was made for this agent when the host had another name or machine id, and was left. If the host was renamed, it will alert that no heartbeat comes: delete it. If this is a copy of that host, leave it.`;
  warn("former-monitor", text, { id, name });
}
