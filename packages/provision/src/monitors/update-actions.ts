import type { KumaClient, Monitor } from "@kumakit/client";

import { hasMarker } from "./find-existing-monitor.ts";
import type { NamedNotification, MonitorWish } from "./monitor-wish.ts";

/** What an edit of a monitor may change. */
export type MonitorPatch = Parameters<KumaClient["monitors"]["update"]>[1];

/** The edit that makes a monitor as wished: only what differs. */
export interface MonitorChanges {
  /** Sent in one edit; empty when nothing differs. */
  readonly patch: MonitorPatch;
  /** What the edit replaces, for the way back. */
  readonly previous: MonitorPatch;
}

/** The description that a wish asks for: its text, and the marker on a line of its own. */
export function wishedDescription({ description, marker }: MonitorWish): string | undefined {
  const lines = [description, marker].filter((line) => line !== undefined && line !== "");
  return lines.length === 0 ? undefined : lines.join("\n\n");
}

/**
 * Compares a monitor with a wish. What the wish is silent about stays; notifications stay too when the wish only says
 * "default" and there are some.
 *
 * @param parent - the id of the wished group, when one is wished
 */
export function monitorChanges(
  monitor: Monitor,
  wish: MonitorWish,
  resolved: { readonly notifications: readonly NamedNotification[]; readonly parent: number | undefined },
): MonitorChanges {
  const wished = {
    name: wish.name,
    interval: wish.interval ?? monitor.interval,
    upsideDown: false,
    maxRetries: 0,
    parent: resolved.parent ?? monitor.parent,
    description: updatedDescription(monitor, wish),
    notificationIds: wishedNotificationIds(monitor, wish, resolved.notifications),
  };
  const changed = Object.keys(wished).filter(
    (key) => JSON.stringify(Reflect.get(wished, key)) !== JSON.stringify(Reflect.get(monitor, key)),
  );
  return { patch: pick(wished, changed), previous: pick(monitor, changed) };
}

function wishedNotificationIds(
  monitor: Monitor,
  wish: MonitorWish,
  wanted: readonly NamedNotification[],
): readonly number[] {
  if (wish.notify === "default" && monitor.notificationIds.length > 0) return monitor.notificationIds;
  const ids = wanted.map(({ id }) => id);
  const isSame =
    ids.length === monitor.notificationIds.length && ids.every((id) => monitor.notificationIds.includes(id));
  return isSame ? monitor.notificationIds : ids;
}

function updatedDescription(monitor: Monitor, wish: MonitorWish): string | null {
  const { marker } = wish;
  const isMarked = marker === undefined || hasMarker(monitor, marker);
  if (wish.description === undefined && isMarked) return monitor.description;
  if (wish.description !== undefined) return wishedDescription(wish) ?? monitor.description;
  return [monitor.description, marker].filter((line) => line !== null && line !== "").join("\n\n");
}

function pick(source: object, keys: readonly string[]): MonitorPatch {
  return Object.fromEntries(keys.map((key) => [key, Reflect.get(source, key)])) as MonitorPatch;
}
