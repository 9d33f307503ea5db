import type { Notification } from "@kumakit/client";
import { provenAt } from "@kumakit/provision/names";

import { BY_URGENCY, type MonitorStatus, type SeenMonitor } from "../seen/seen-monitor.ts";

/** The state of a whole server on one screen. */
export interface Overview {
  /** How many monitors have each status. */
  readonly counts: Readonly<Record<MonitorStatus, number>>;
  readonly total: number;
  /** The monitors that somebody should look at, the worst and latest first. */
  readonly problems: readonly SeenMonitor[];
  readonly paused: readonly SeenMonitor[];
}

/** A notification that some monitors alert. */
export interface AlertedChannel {
  readonly id: number;
  readonly name: string;
  /** How many monitors alert it. */
  readonly monitors: number;
  /** When a person last saw an alert of it, with its present settings; null when nobody is known to have. */
  readonly provenAt: Date | null;
}

/** The notifications that these monitors alert, those that nobody has seen an alert of first. */
export function alertedChannels(
  notifications: readonly Notification[],
  seen: readonly SeenMonitor[],
): readonly AlertedChannel[] {
  const counts = new Map<number, number>();
  for (const id of seen.flatMap(({ monitor }) => monitor.notificationIds)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return notifications
    .map((one) => ({ id: one.id, name: one.name, monitors: counts.get(one.id) ?? 0, provenAt: provenAt(one) }))
    .filter(({ monitors }) => monitors > 0)
    .toSorted((a, b) => (a.provenAt?.getTime() ?? 0) - (b.provenAt?.getTime() ?? 0));
}

/** Sums up how all monitors are. A group is left out of the problems when one of its members says more. */
export function overviewOf(seen: readonly SeenMonitor[]): Overview {
  const counts = { up: 0, down: 0, pending: 0, maintenance: 0, paused: 0 };
  for (const { status } of seen) counts[status] += 1;
  const wrong = seen.filter(({ status }) => status !== "up" && status !== "paused");
  const explained = new Set(wrong.flatMap(({ monitor }) => monitor.parent ?? []));
  const problems = wrong.filter(({ monitor }) => monitor.type !== "group" || !explained.has(monitor.id));
  return {
    counts,
    total: seen.length,
    problems: problems.toSorted(byUrgency),
    paused: seen.filter(({ status }) => status === "paused"),
  };
}

function byUrgency(left: SeenMonitor, right: SeenMonitor): number {
  const byStatus = BY_URGENCY.indexOf(left.status) - BY_URGENCY.indexOf(right.status);
  return byStatus || (right.since?.time.getTime() ?? 0) - (left.since?.time.getTime() ?? 0);
}
