import type { HostIdentity, InstallScope } from "@kumakit/installer";
import { createHash } from "node:crypto";

/** The line of a monitor's description that says which check of which host it belongs to. */
export function monitorMarker(hostKey: string, checkName: string): string {
  return `[kumakit v1 host=${hostKey} check=${checkName}]`;
}

/** Any such line, whosever it is. */
export const anyMonitorMarker = /^\s*\[kumakit v1 host=[0-9a-f]{12} check=.*\]\s*$/m;

/**
 * What tells this host from others: 12 hexadecimal digits of a digest, so that the machine id, which systemd asks to
 * keep private, stays here. The agents of different people on one host are told apart as well.
 */
export function hostKeyOf({ machineId, hostname, user }: HostIdentity, scope: InstallScope): string {
  const parts = [machineId, hostname, ...(scope === "user" ? [`user:${user.name}`] : [])];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
