import { dashboardUrlOf, type KumaClient, type Monitor } from "@kumakit/client";

import type { MonitorStatus } from "./monitor-status.ts";

/** A monitor as `--json` shows it: no push token. */
export function monitorData(client: KumaClient, monitor: Monitor, status: MonitorStatus) {
  const { id, name, type, interval, active, parent, description, upsideDown, maxRetries, tags } = monitor;
  return {
    id,
    name,
    type,
    status,
    interval,
    active,
    parent,
    description,
    upsideDown,
    maxretries: maxRetries,
    notificationIds: monitor.notificationIds,
    tags: tags.map((tag) => ({ name: tag.name, value: tag.value })),
    dashboardUrl: dashboardUrlOf(client.server.url, id),
  };
}
