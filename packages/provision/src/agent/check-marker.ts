import type { HostFacts } from "@kumakit/installer";
import { createHash } from "node:crypto";

import { marker, parseMarkers, type Marker } from "../marker/marker.ts";

/** The marker of the monitor of one check of a host. */
export function checkMarker(facts: HostFacts, checkName: string): Marker {
  return marker({ host: hostKeyOf(facts), check: checkName });
}

/** The marker of the monitor of the agent itself. */
export function agentMarker(facts: HostFacts): Marker {
  return marker({ host: hostKeyOf(facts), part: "agent" });
}

/** The marker of the group that a host's new monitors are put into. */
export function groupMarker(facts: HostFacts): Marker {
  return marker({ host: hostKeyOf(facts), part: "group" });
}

/** The marker of the monitor that the drills of a host feed. */
export function drillMarker(facts: HostFacts): Marker {
  return marker({ host: hostKeyOf(facts), part: "drill" });
}

/** Whether an install has made a group for a host, this one or another of its name. */
export function isHostGroup(description: string | null): boolean {
  return parseMarkers(description).some(({ fields }) => fields.part === "group");
}

/** The check of this host that a monitor was made for, `agent` for the agent itself; undefined for any other monitor. */
export function madeFor(facts: HostFacts, description: string | null): string | undefined {
  const own = parseMarkers(description).find(({ fields }) => fields.host === hostKeyOf(facts));
  return own?.fields.check ?? (own?.fields.part === "agent" ? "agent" : undefined);
}

/**
 * The key of this host: 12 hexadecimal digits of a digest, so that the machine id, which systemd asks to keep private,
 * stays here. The agents of different people on one host have different keys.
 */
function hostKeyOf({ machineId, hostname, account, scope }: HostFacts): string {
  const parts = [machineId, hostname, ...(scope === "user" ? [`user:${account.user}`] : [])];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
