import { isKumaError, type HeartbeatStatus, type KumaClient, type Monitor } from "@kumakit/client";

/** What a monitor's last heartbeat says; paused when it does not run, pending when there has been none yet. */
export type MonitorStatus = HeartbeatStatus | "paused";

/** How many monitors are asked about at a time. */
const AT_ONCE = 8;

/** The present status of each monitor, by its id. A monitor that was deleted meanwhile has none. */
export async function monitorStatuses(
  client: KumaClient,
  monitors: readonly Monitor[],
): Promise<ReadonlyMap<number, MonitorStatus>> {
  const statuses = new Map<number, MonitorStatus>();
  const waiting = [...monitors];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await monitorStatus(client, next).then((status) => statuses.set(next.id, status), unlessDeleted);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return statuses;
}

/** The present status of one monitor. */
export async function monitorStatus(client: KumaClient, monitor: Monitor): Promise<MonitorStatus> {
  if (!monitor.active) return "paused";
  const hours = Math.max(1, Math.ceil((monitor.interval * 3) / 3600));
  const beats = await client.monitors.heartbeats(monitor.id, { hours });
  return beats.at(-1)?.status ?? "pending";
}

function unlessDeleted(error: unknown): void {
  if (!isKumaError(error) || error.code !== "KUMA_NOT_FOUND") throw error;
}
