import type { InstallScope } from "@kumakit/installer";
import { createHash } from "node:crypto";

import type { HostIdentity } from "./agent-target.ts";
import { marker, type Marker } from "../marker/marker.ts";

/** The marker of the monitor of one check of a host. */
export function checkMarker(hostKey: string, checkName: string): Marker {
  return marker({ host: hostKey, check: checkName });
}

/**
 * What tells this host from others: 12 hexadecimal digits of a digest, so that the machine id, which systemd asks to
 * keep private, stays here. The agents of different people on one host are told apart as well.
 */
export function hostKeyOf({ machineId, hostname, user }: HostIdentity, scope: InstallScope): string {
  const parts = [machineId, hostname, ...(scope === "user" ? [`user:${user.name}`] : [])];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
