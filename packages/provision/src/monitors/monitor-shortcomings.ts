import type { Monitor } from "@kumakit/client";

import type { NamedNotification, MonitorWish } from "./monitor-wish.ts";
import { pausedGroupWarnings } from "./update-warnings.ts";

/** In which ways a monitor that is kept as it is would not do what was wished: sentences for warnings. */
export function monitorShortcomings(
  monitor: Monitor,
  wish: MonitorWish,
  { wanted, monitors }: { readonly wanted: readonly NamedNotification[]; readonly monitors: readonly Monitor[] },
): readonly string[] {
  const { interval, notify } = wish;
  const missing = wanted
    .filter(({ id }) => !monitor.notificationIds.includes(id))
    .map(({ name }) => JSON.stringify(name));
  const alertsNobody = monitor.notificationIds.length === 0 && notify !== "none";
  const inPausedGroup = pausedGroupWarnings(monitor.parent, monitors);
  return [
    ...inPausedGroup,
    ...(monitor.active || inPausedGroup.length > 0 ? [] : ["it is paused: the server refuses its heartbeats"]),
    ...(monitor.upsideDown ? ["it is upside-down: a healthy service would be shown as DOWN"] : []),
    ...(monitor.maxRetries > 0 ? [`it has ${monitor.maxRetries} retries: a DOWN is reported late`] : []),
    ...(alertsNobody ? ["it alerts nobody: no notification is attached to it"] : []),
    ...(!alertsNobody && notify !== "default" && missing.length > 0 ? [`it does not alert ${missing.join(", ")}`] : []),
    ...(interval !== undefined && interval !== monitor.interval
      ? [`its interval is ${monitor.interval} s, not ${interval} s`]
      : []),
  ];
}
