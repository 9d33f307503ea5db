import type { Monitor } from "@kumakit/client";

import { hasMarker, withMarker } from "../marker/marker.ts";
import type { MonitorAction, MonitorRef, NamedRef, SettingChange } from "./monitor-action.ts";
import type { MonitorWish, NamedNotification } from "./monitor-wish.ts";
import type { PlannedTag } from "./tags.ts";

/** The references of a wish, looked up. */
export interface ResolvedWish {
  /** Whether a group around the monitor is paused: then it looks paused as well, and resuming it changes nothing. */
  readonly isInPausedGroup: boolean;
  /** Whom the monitor is to alert. */
  readonly notifications: readonly NamedNotification[];
  /** Whom it alerts now. */
  readonly attached: readonly NamedNotification[];
  /** The wished group; null when none is wished. */
  readonly group: NamedRef | null;
  /** The group that it is in now. */
  readonly parent: MonitorRef | null;
  /** The tags that it lacks. */
  readonly tags: readonly PlannedTag[];
}

/** The actions that make a monitor as wished: only the differences. Settings that the wish does not name stay. */
export function updateActions(existing: Monitor, wish: MonitorWish, resolved: ResolvedWish): readonly MonitorAction[] {
  const monitor = { name: existing.name, id: existing.id };
  const { group, parent, tags, notifications: to, attached: from } = resolved;
  const changes = settingChanges(existing, wish);
  return [
    ...(changes.length === 0 ? [] : [{ kind: "edit", monitor, changes } as const]),
    ...(wish.newToken === true ? [{ kind: "rotate", monitor } as const] : []),
    ...(isSameSet(from, to) ? [] : [{ kind: "alert", monitor, from, to } as const]),
    ...(group === null || (group.id !== null && group.id === parent?.id)
      ? []
      : [{ kind: "move", monitor, from: parent, to: group } as const]),
    ...tags.map(({ tag, value }) => ({ kind: "attach", monitor, tag, value }) as const),
    ...(existing.active || resolved.isInPausedGroup || wish.staysPaused === true
      ? []
      : [{ kind: "resume", monitor } as const]),
  ];
}

/** The description that a new monitor or group gets. */
export function newDescription({ description, marker }: Pick<MonitorWish, "description" | "marker">): string | null {
  if (marker !== undefined) return withMarker(description, marker);
  return description === undefined || description === "" ? null : description;
}

function settingChanges(existing: Monitor, wish: MonitorWish): readonly SettingChange[] {
  const wished = {
    name: wish.name,
    interval: wish.interval ?? existing.interval,
    upsideDown: false,
    maxRetries: 0,
    description: updatedDescription(existing, wish),
  };
  const settings = Object.keys(wished) as (keyof typeof wished)[];
  return settings.flatMap((setting) => {
    const [from, to] = [existing[setting], wished[setting]];
    return from === to ? [] : [{ setting, from, to }];
  });
}

/** A marker that is there already stays where it is: an edit restarts the server's timer. */
function updatedDescription({ description }: Monitor, wish: MonitorWish): string | null {
  const { marker } = wish;
  if (wish.description !== undefined) return newDescription(wish) ?? description;
  return marker === undefined || hasMarker(description, marker) ? description : withMarker(description, marker);
}

function isSameSet(some: readonly NamedNotification[], others: readonly NamedNotification[]): boolean {
  return some.length === others.length && some.every(({ id }) => others.some((other) => other.id === id));
}
