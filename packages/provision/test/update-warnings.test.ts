import type { Monitor } from "@kumakit/client";
import { expect, test } from "vitest";

import { formatMarker, marker } from "../src/marker/marker.ts";
import type { MonitorWish } from "../src/monitors/monitor-wish.ts";
import { updateActions } from "../src/monitors/update-actions.ts";
import { pausedGroupWarnings, updateWarnings } from "../src/monitors/update-warnings.ts";

const mine = marker({ host: "aaaa", check: "nginx.service" });

function monitor(id: number, more: Partial<Monitor> = {}): Monitor {
  return {
    id,
    name: `m${id}`,
    type: "push",
    description: null,
    parent: null,
    active: true,
    interval: 60,
    retryInterval: 60,
    resendInterval: 0,
    maxRetries: 0,
    settings: {},
    upsideDown: false,
    notificationIds: [],
    tags: [],
    raw: {},
    ...more,
  };
}

function warningsOf(existing: Monitor, more: Partial<MonitorWish>, isInPausedGroup = false): readonly string[] {
  const wish: MonitorWish = { name: existing.name, notify: "none", tags: [], ifExists: "update", ...more };
  const nothing = { notifications: [], attached: [], group: undefined, parent: null, tags: [], going: [] };
  const resolved = { isInPausedGroup, ...nothing };
  return updateWarnings(existing, wish, updateActions(existing, wish, resolved));
}

test("an interval that changes on the server alone is said, no matter who reports there", () => {
  const fed = monitor(1, { description: `Watched. ${formatMarker(mine)}` });
  const drift = "the agent that reports to it still counts on 60 s, not 20 s: install it again on its host";
  expect(warningsOf(fed, { interval: 20 })).toEqual([drift]);
  expect(warningsOf(fed, { interval: 120 })).toEqual([drift.replace("20 s", "120 s")]);
  expect(warningsOf(fed, { interval: 60 })).toEqual([]);
  expect(warningsOf(fed, { interval: 20, marker: mine })).toEqual([]);
  const byHand = monitor(2);
  expect(warningsOf(byHand, { interval: 20 })).toEqual([
    "what reports to it must do so every 20 s now, not every 60 s",
  ]);
  expect(warningsOf(byHand, { interval: 120 })).toEqual([]);
});

test("a monitor that somebody paused is resumed, and that is said; not below a paused group", () => {
  const paused = monitor(1, { active: false });
  expect(warningsOf(paused, {})).toEqual(["somebody had paused it, and it is resumed"]);
  expect(warningsOf(paused, {}, true)).toEqual([]);
});

test("the outermost paused group is named, also in a circle of groups", () => {
  const outer = monitor(1, { name: "all", type: "group", active: false });
  const inner = monitor(2, { name: "web", type: "group", active: false, parent: 1 });
  const said = 'it is in the paused group "all" (id 1): the server judges no missing heartbeat until that is resumed';
  expect(pausedGroupWarnings(2, [outer, inner])).toEqual([said]);
  expect(
    pausedGroupWarnings(2, [
      { ...outer, active: true },
      { ...inner, active: true },
    ]),
  ).toEqual([]);
  expect(pausedGroupWarnings(null, [outer])).toEqual([]);
  expect(pausedGroupWarnings(2, [{ ...outer, parent: 2 }, inner])).toHaveLength(1);
});
