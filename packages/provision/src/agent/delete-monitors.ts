import type { KumaClient, Monitor } from "@kumakit/client";
import type { InstalledCheck } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker } from "../marker/marker.ts";
import type { AgentTarget } from "./agent-target.ts";
import { checkMarker, hostKeyOf } from "./host-key.ts";

/** The monitors of some checks of this host, found by their markers. */
export async function monitorsOf(
  client: KumaClient,
  { identity, scope }: AgentTarget,
  checks: readonly InstalledCheck[],
): Promise<readonly Monitor[]> {
  const markers = checks.map(({ name }) => checkMarker(hostKeyOf(identity, scope), name));
  const monitors = await client.monitors.list();
  return monitors.filter(({ description }) => markers.some((marker) => hasMarker(description, marker)));
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
