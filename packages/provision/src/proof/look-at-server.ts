import type { KumaClient } from "@kumakit/client";

import type { ServerView } from "./settings-findings.ts";

/**
 * Reads the monitors of a server, the maintenances that hold now and the last heartbeats: no request per monitor.
 *
 * @param client - connected with `keepStates`
 * @throws KumaError
 */
export async function lookAtServer(client: KumaClient): Promise<ServerView> {
  const [monitors, states, maintenances] = await Promise.all([
    client.monitors.list(),
    client.monitors.states(),
    client.maintenance.list(),
  ]);
  const holding = maintenances.filter(({ status }) => status === "under-maintenance");
  return {
    monitors,
    maintenances: await Promise.all(
      holding.map(async (maintenance) => ({
        maintenance,
        monitorIds: await client.maintenance.monitorIds(maintenance.id),
      })),
    ),
    beatsOf: (id) => states.get(id)?.heartbeats ?? [],
  };
}
