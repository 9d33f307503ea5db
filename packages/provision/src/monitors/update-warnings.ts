import type { Monitor } from "@kumakit/client";

import { isSameMarker, parseMarkers } from "../marker/marker.ts";
import type { MonitorAction } from "./monitor-action.ts";
import type { MonitorWish } from "./monitor-wish.ts";

/** Effects of an update that people may not expect: sentences for warnings, of which "it" is the monitor. */
export function updateWarnings(
  existing: Monitor,
  wish: MonitorWish,
  actions: readonly MonitorAction[],
): readonly string[] {
  const isResumed = actions.some(({ kind }) => kind === "resume");
  return [
    ...(isResumed ? ["somebody had paused it, and it is resumed"] : []),
    ...actions.flatMap((action) => (action.kind === "edit" ? driftOf(action, existing, wish) : [])),
  ];
}

/** An interval that changes on the server alone: what reports there goes on as before. */
function driftOf(
  { changes }: Extract<MonitorAction, { kind: "edit" }>,
  existing: Monitor,
  { marker }: MonitorWish,
): readonly string[] {
  const change = changes.find(({ setting }) => setting === "interval");
  if (change === undefined || existing.type !== "push") return [];
  const markers = parseMarkers(existing.description);
  // The install that wishes it brings the interval to the agent as well.
  if (marker !== undefined && markers.some((found) => isSameMarker(found, marker))) return [];
  const [from, to] = [Number(change.from), Number(change.to)];
  if (markers.some(({ fields }) => fields.check !== undefined))
    return [`the agent that reports to it still counts on ${from} s, not ${to} s: install it again on its host`];
  return to < from ? [`what reports to it must do so every ${to} s now, not every ${from} s`] : [];
}

/** The outermost paused group around a monitor: the server takes its heartbeats, and judges none that is missing. */
export function pausedGroupOf(parent: number | null, all: readonly Monitor[]): Monitor | undefined {
  let paused: Monitor | undefined;
  const seen = new Set<number>();
  for (let id = parent; id !== null && !seen.has(id);) {
    seen.add(id);
    const group = all.find((monitor) => monitor.id === id);
    if (group?.active === false) paused = group;
    id = group?.parent ?? null;
  }
  return paused;
}

/** Says that a monitor is in a paused group; nothing when it is in none. */
export function pausedGroupWarnings(parent: number | null, all: readonly Monitor[]): readonly string[] {
  const group = pausedGroupOf(parent, all);
  if (group === undefined) return [];
  return [
    `it is in the paused group ${JSON.stringify(group.name)} (id ${group.id}): the server judges no missing heartbeat until that is resumed`,
  ];
}
