import { findMonitorType, type Monitor } from "@kumakit/client";

import type { NamedNotification, MonitorWish } from "./monitor-wish.ts";
import { changedSettings } from "./wished-settings.ts";
import { pausedGroupWarnings } from "./update-warnings.ts";

/** In which ways a monitor that is kept as it is would not do what was wished: sentences for warnings. */
export function monitorShortcomings(
  monitor: Monitor,
  wish: MonitorWish,
  { wanted, monitors }: { readonly wanted: readonly NamedNotification[]; readonly monitors: readonly Monitor[] },
): readonly string[] {
  const { interval } = wish;
  const others = changedSettings(monitor, wish.settings ?? {}).map(({ setting }) => setting);
  const inPausedGroup = pausedGroupWarnings(monitor.parent, monitors);
  return [
    ...inPausedGroup,
    ...(monitor.active || inPausedGroup.length > 0 ? [] : ["it is paused: the server refuses its heartbeats"]),
    ...(monitor.type === "push" ? lateOrWrong(monitor) : []),
    ...alertShortcomings(monitor, wish, wanted),
    ...(interval !== undefined && interval !== monitor.interval
      ? [`its interval is ${monitor.interval} s, not ${interval} s`]
      : []),
    ...(others.length === 0 ? [] : [`it has another ${others.join(", another ")}`]),
  ];
}

function lateOrWrong({ upsideDown, maxRetries }: Monitor): readonly string[] {
  return [
    ...(upsideDown ? ["it is upside-down: a healthy service would be shown as DOWN"] : []),
    ...(maxRetries > 0 ? [`it has ${maxRetries} retries: a DOWN is reported late`] : []),
  ];
}

function alertShortcomings(
  { type, notificationIds }: Monitor,
  { notify }: MonitorWish,
  wanted: readonly NamedNotification[],
): readonly string[] {
  const isMeant = notify === "none" || (notify === "default" && findMonitorType(type)?.alertsNobody === true);
  if (notificationIds.length === 0) return isMeant ? [] : ["it alerts nobody: no notification is attached to it"];
  const missing = wanted.filter(({ id }) => !notificationIds.includes(id)).map(({ name }) => JSON.stringify(name));
  return notify === "default" || missing.length === 0 ? [] : [`it does not alert ${missing.join(", ")}`];
}
