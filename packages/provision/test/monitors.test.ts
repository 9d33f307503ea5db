import type { Monitor } from "@kumakit/client";
import { describe, expect, test } from "vitest";

import { findExistingMonitor } from "../src/monitors/find-existing-monitor.ts";
import { monitorShortcomings } from "../src/monitors/monitor-shortcomings.ts";
import type { MonitorWish } from "../src/monitors/monitor-wish.ts";
import { updatePatch } from "../src/monitors/monitor-patch.ts";
import { updateActions } from "../src/monitors/update-actions.ts";
import { describeActions } from "../src/monitors/describe-actions.ts";
import { formatMarker, marker } from "../src/marker/marker.ts";

const mine = marker({ host: "aaaa", check: "nginx.service" });
const other = "[kumakit v1 host=bbbb check=nginx.service]";

function monitor(id: number, name: string, more: Partial<Monitor> = {}): Monitor {
  return {
    id,
    name,
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
    notificationIds: [1],
    tags: [],
    raw: {},
    ...more,
  };
}

const wish: MonitorWish = { name: "nginx", notify: "default", tags: [], ifExists: "update" };

describe("the monitor that a wish is about", () => {
  test("is the one with the marker, whatever it is called by now", () => {
    const all = [
      monitor(1, "nginx"),
      monitor(2, "renamed", { description: `Watched.\n\n  ${formatMarker(mine)}\r\n` }),
    ];
    expect(findExistingMonitor(all, { name: "nginx", marker: mine })?.id).toBe(2);
  });

  test("is else the one of that exact name, adopted when nobody has marked it", () => {
    const all = [monitor(1, "Nginx"), monitor(2, "nginx", { description: "by hand" })];
    expect(findExistingMonitor(all, { name: "nginx", marker: mine })?.id).toBe(2);
    expect(findExistingMonitor(all, { name: "nginx " })).toBeUndefined();
  });

  test("is an error when the one of that name belongs to another host", () => {
    const all = [monitor(2, "nginx", { description: other })];
    expect(() => findExistingMonitor(all, { name: "nginx", marker: mine })).toThrow(
      expect.objectContaining({ code: "KUMA_MONITOR_TAKEN" }),
    );
  });

  test("is not guessed when several fit: the ids are named", () => {
    const all = [monitor(2, "nginx"), monitor(7, "nginx")];
    expect(() => findExistingMonitor(all, { name: "nginx" })).toThrow(/with the ids 2, 7$/);
  });

  test("is not a monitor of another type; but the wished group may have its name", () => {
    const web = monitor(3, "nginx", { type: "http" });
    expect(() => findExistingMonitor([web], { name: "nginx" })).toThrow(
      expect.objectContaining({ code: "KUMA_NOT_A_PUSH_MONITOR" }),
    );
    const group = monitor(4, "nginx", { type: "group" });
    expect(findExistingMonitor([group], { name: "nginx", group: "nginx" })).toBeUndefined();
    expect(findExistingMonitor([group, monitor(5, "nginx")], { name: "nginx", group: "nginx" })?.id).toBe(5);
  });
});

describe("an update", () => {
  const nothing = {
    isInPausedGroup: false,
    notifications: [],
    attached: [],
    group: undefined,
    parent: null,
    tags: [],
    going: [],
  };

  test("changes nothing where nothing was wished, and nothing that is as wished", () => {
    const five = [{ id: 5, name: "a" }];
    const existing = monitor(1, "nginx", { interval: 20, notificationIds: [5], description: "by hand", parent: 9 });
    expect(updateActions(existing, wish, { ...nothing, notifications: five, attached: five })).toEqual([]);
    const asIs: MonitorWish = { ...wish, interval: 20, notify: ["a", "b"] };
    const six = { id: 6, name: "b" };
    const resolved = { ...nothing, notifications: [six, ...five], attached: [...five, six] };
    expect(updateActions(existing, asIs, resolved)).toEqual([]);
  });

  test("mends what would break alerts, marks the monitor, and knows the way back", () => {
    const existing = monitor(1, "nginx", {
      upsideDown: true,
      maxRetries: 2,
      notificationIds: [],
      description: "by hand",
      active: false,
    });
    const marked: MonitorWish = { ...wish, interval: 30, marker: mine };
    const group = { id: 8, name: "web" };
    const tags = [{ tag: { id: null, name: "env" }, value: "prod" }];
    const actions = updateActions(existing, marked, {
      ...nothing,
      notifications: [{ id: 4, name: "ops" }],
      group,
      tags,
    });
    expect(updatePatch(actions)).toEqual({
      patch: {
        interval: 30,
        upsideDown: false,
        maxRetries: 0,
        parent: 8,
        description: `by hand ${formatMarker(mine)}`,
        notificationIds: [4],
      },
      previous: {
        interval: 60,
        upsideDown: true,
        maxRetries: 2,
        parent: null,
        description: "by hand",
        notificationIds: [],
      },
    });
    const plan = { version: 1, outcome: "updated", monitor: { name: "nginx", id: 1 }, notifications: [], warnings: [] };
    expect(describeActions({ ...plan, version: 1, outcome: "updated", actions })).toEqual([
      `set interval to 30 instead of 60, and set upsideDown to false instead of true, and set maxRetries to 0 instead of 2, and set description to "by hand ${formatMarker(mine)}" instead of "by hand"`,
      'alert "ops" instead of nobody',
      'move it into the group "web"',
      "attach the tag env=prod",
      "resume it",
    ]);
  });
});

test("a kept monitor is warned about in every way in which it is not as wished", () => {
  const existing = monitor(1, "nginx", { active: false, upsideDown: true, maxRetries: 3, notificationIds: [] });
  expect(monitorShortcomings(existing, { ...wish, interval: 30 }, { wanted: [], monitors: [] })).toEqual([
    "it is paused: the server refuses its heartbeats",
    "it is upside-down: a healthy service would be shown as DOWN",
    "it has 3 retries: a DOWN is reported late",
    "it alerts nobody: no notification is attached to it",
    "its interval is 60 s, not 30 s",
  ]);
  expect(
    monitorShortcomings(
      monitor(1, "nginx"),
      { ...wish, notify: ["ops"] },
      { wanted: [{ id: 4, name: "ops" }], monitors: [] },
    ),
  ).toEqual(['it does not alert "ops"']);
  expect(monitorShortcomings(monitor(1, "nginx"), { ...wish, interval: 60 }, { wanted: [], monitors: [] })).toEqual([]);
});
