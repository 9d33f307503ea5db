import type { Monitor, MonitorTag } from "@kumakit/client";

import { hasMarker, withMarker } from "../marker/marker.ts";
import type { MonitorAction, MonitorRef, NamedRef, SettingChange } from "./monitor-action.ts";
import type { MonitorWish, NamedNotification } from "./monitor-wish.ts";
import type { PlannedTag } from "./tags.ts";
import { changedSettings } from "./wished-settings.ts";

/** The references of a wish, looked up. */
export interface ResolvedWish {
  /** Whether a group around the monitor is paused: then it looks paused as well, and resuming it changes nothing. */
  readonly isInPausedGroup: boolean;
  /** Whom the monitor is to alert. */
  readonly notifications: readonly NamedNotification[];
  /** Whom it alerts now. */
  readonly attached: readonly NamedNotification[];
  /** The wished group; null for no group, undefined when none is wished. */
  readonly group: NamedRef | null | undefined;
  /** The group that it is in now. */
  readonly parent: MonitorRef | null;
  /** The tags that it lacks. */
  readonly tags: readonly PlannedTag[];
  /** The tags that go. */
  readonly going: readonly MonitorTag[];
}

/** The actions that make a monitor as wished: only the differences. Settings that the wish does not name stay. */
export function updateActions(existing: Monitor, wish: MonitorWish, resolved: ResolvedWish): readonly MonitorAction[] {
  const monitor = { name: existing.name, id: existing.id };
  const { group, parent, tags, going, notifications: to, attached: from } = resolved;
  const changes = settingChanges(existing, wish);
  return [
    ...(changes.length === 0 ? [] : [{ kind: "edit", monitor, changes } as const]),
    ...(wish.newToken === true ? [{ kind: "rotate", monitor } as const] : []),
    ...(isSameSet(from, to) ? [] : [{ kind: "alert", monitor, from, to } as const]),
    ...(isAnotherGroup(group, parent) ? [{ kind: "move", monitor, from: parent, to: group } as const] : []),
    ...going.map(({ id, name, value }) => ({ kind: "detach", monitor, tag: { id, name }, value }) as const),
    ...tags.map(({ tag, value }) => ({ kind: "attach", monitor, tag, value }) as const),
    ...(existing.active || resolved.isInPausedGroup || wish.staysPaused === true
      ? []
      : [{ kind: "resume", monitor } as const]),
  ];
}

function isAnotherGroup(wished: ResolvedWish["group"], present: MonitorRef | null): wished is NamedRef | null {
  if (wished === undefined) return false;
  return wished === null ? present !== null : wished.id === null || wished.id !== present?.id;
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
    ...(existing.type === "push" && wish.staysAsItIs !== true ? { upsideDown: false, maxRetries: 0 } : {}),
    description: updatedDescription(existing, wish),
    ...wish.settings,
  };
  return changedSettings(existing, wished);
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
