import type { KumaClient, Monitor } from "@kumakit/client";
import type { InstalledCheck } from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";
import { hasMarker, parseMarkers } from "../marker/marker.ts";
import { checkMarker, hostKeyOf } from "./host-key.ts";

/**
 * The monitors that an earlier install made for these checks under another name or identity of this host. They are left
 * alone: the host may have been renamed, or may be a copy of the one that they belong to, and nothing here tells which.
 */
export async function formerMonitors(
  client: KumaClient,
  { identity, scope }: AgentTarget,
  checks: readonly InstalledCheck[],
): Promise<readonly Monitor[]> {
  const known = checks.filter(({ monitorId }) => monitorId !== undefined);
  if (known.length === 0) return [];
  const key = hostKeyOf(identity, scope);
  const monitors = await client.monitors.list();
  return monitors.filter(({ id, description }) => {
    const check = known.find(({ monitorId }) => monitorId === id);
    if (check === undefined) return false;
    // Another server may have given the id to something else.
    const isOfCheck = parseMarkers(description).some(({ fields }) => fields.check === check.name);
    return isOfCheck && !hasMarker(description, checkMarker(key, check.name));
  });
}

/** Says what to do about such monitors, one sentence each. */
export function formerMonitorWarnings(monitors: readonly Monitor[]): readonly string[] {
  return monitors.map(
    ({ id, name }) =>
      `The monitor ${JSON.stringify(name)} (id ${id}) was made for this agent when the host had another name or machine id, and was left. If the host was renamed, it will alert that no heartbeat comes: kuma monitor delete id:${id}. If this is a copy of that host, leave it.`,
  );
}
