import { isKumaError, type HeartbeatStatus, type KumaClient, type Monitor } from "@kumakit/client";

/**
 * The status in a monitor's last heartbeat; paused when it does not run, pending when there has been none yet, unknown when
 * the server does not say.
 */
export type MonitorStatus = HeartbeatStatus | "paused" | "unknown";

/** How many monitors are asked about at a time. */
const AT_ONCE = 8;

/** How long to wait for the heartbeats of one monitor, in ms: one that is deleted just now may never be answered for. */
const PATIENCE = 10_000;

/** The present status of each monitor, by its id. A monitor that was deleted meanwhile has none. */
export async function monitorStatuses(
  client: KumaClient,
  monitors: readonly Monitor[],
): Promise<ReadonlyMap<number, MonitorStatus>> {
  const statuses = new Map<number, MonitorStatus>();
  const waiting = [...monitors];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      statuses.set(next.id, await monitorStatus(client, next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (![...statuses.values()].includes("unknown")) return statuses;
  const left = new Set((await client.monitors.list()).map(({ id }) => id));
  return new Map([...statuses].filter(([id]) => left.has(id)));
}

/** The present status of one monitor. */
export async function monitorStatus(client: KumaClient, monitor: Monitor): Promise<MonitorStatus> {
  if (!monitor.active) return "paused";
  const hours = Math.max(1, Math.ceil((monitor.interval * 3) / 3600));
  try {
    const beats = await client.monitors.heartbeats(monitor.id, { hours, timeout: PATIENCE });
    return beats.at(-1)?.status ?? "pending";
  } catch (error) {
    if (isKumaError(error) && ["KUMA_NOT_FOUND", "KUMA_TIMEOUT_CALL"].includes(error.code)) return "unknown";
    throw error;
  }
}
