import type { KumaClient, Monitor } from "@kumakit/client";

import { hasMarker, isSameMarker, parseMarkers, type Marker } from "../marker/marker.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import type { Voice } from "./provision-event.ts";
import { isFedBy, type Reporter } from "./reporter.ts";

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
  // Another server may have given the id to something else.
  return isOfAnyHost(description, marker);
}

/** Whether a description has the marker of the same thing, of whatever host. */
export function isOfAnyHost(description: string | null, marker: Marker): boolean {
  const { host = "" } = marker.fields;
  return parseMarkers(description).some((found) =>
    isSameMarker({ ...found, fields: { ...found.fields, host } }, marker),
  );
}

/**
 * The monitor of something on a host from the time when that had another name or machine id: the one whose token lies
 * there; on a host that has lost its agent, the one of that name.
 *
 * @param reporter - undefined where none is installed
 */
export function monitorToTakeOver(
  monitors: readonly Monitor[],
  {
    reporter,
    marker,
    name,
  }: { readonly reporter: Reporter | undefined; readonly marker: Marker; readonly name: string },
): Monitor | undefined {
  const ofOthers = monitors.filter(
    ({ description }) => isOfAnyHost(description, marker) && !hasMarker(description, marker),
  );
  if (reporter === undefined) return ofOthers.find((monitor) => monitor.name === name);
  return ofOthers.find((monitor) => isFormerMonitor(monitor, reporter) || isFedBy(monitor, reporter));
}

/** Says what to do about such a monitor. */
export function warnOfFormer({ warn }: Voice, { id, name }: MonitorRef): void {
  const text = `The monitor ${JSON.stringify(name)} (id ${id}) was made for this agent when the host had another name or machine id, and was left. If the host was renamed, it will alert that no heartbeat comes: delete it (--take-over would have kept it). If this is a copy of that host, leave it.`;
  warn("former-monitor", text, { id, name });
}
