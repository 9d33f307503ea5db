import { dashboardUrlOf } from "@kumakit/client";

import { seenData } from "./seen/seen-data.ts";
import type { SeenMonitor } from "./seen/seen-monitor.ts";

/** A monitor as `--json` shows it: no push token. */
export function monitorData(serverUrl: string, seen: SeenMonitor) {
  const { id, name, type, interval, active, parent, description, upsideDown, maxRetries, tags } = seen.monitor;
  return {
    id,
    name,
    type,
    ...seenData(seen),
    interval,
    active,
    parent,
    description,
    upsideDown,
    maxRetries,
    notificationIds: seen.monitor.notificationIds,
    tags: tags.map((tag) => ({ name: tag.name, value: tag.value })),
    dashboardUrl: dashboardUrlOf(serverUrl, id),
  };
}
