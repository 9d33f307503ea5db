import type { Heartbeat, Monitor, Notification } from "@kumakit/client";
import stringWidth from "string-width";
import { afterEach, describe, expect, test, vi } from "vitest";

import { describeOverview } from "../src/monitors/overview/describe-overview.ts";
import { alertedChannels, overviewOf, type AlertedChannel } from "../src/monitors/overview/overview.ts";
import { statusSince, type SeenMonitor } from "../src/monitors/seen/seen-monitor.ts";
import type { OutputStream } from "../src/output/theme.ts";

const now = new Date("2026-11-29T08:00:00");
const server = { url: "http://kuma.example:3001", version: "2.5.3" };
const reason =
  "supervisord.service is failed: exit code 1, restarted 5 times; last words: Error: Another program is already listening, see https://supervisord.example/a/long/path/that/no/line/may/break";

function seen(id: number, name: string, more: Partial<SeenMonitor>): SeenMonitor {
  const monitor = { id, name, type: "push", parent: null } as Monitor;
  const time = new Date(now.getTime() - id * 60_000);
  const since = { time, isExact: true };
  const always = { monitor, message: "", groups: [], host: undefined, lastBeat: time, state: undefined, since };
  return { ...always, status: "up", ...more };
}

const group = { id: 9, name: "Web", type: "group", parent: null } as Monitor;
const everything = overviewOf([
  seen(1, "disk", {}),
  seen(2, "app3/supervisord", {
    status: "down",
    message: reason,
    host: "app3",
    groups: ["Web"],
    monitor: { id: 2, name: "app3/supervisord", type: "push", parent: 9 } as Monitor,
  }),
  seen(3, "new", { status: "pending", since: undefined, lastBeat: undefined }),
  seen(4, "db\u001b[2J", {
    status: "maintenance",
    message: "Monitor under maintenance",
    since: { time: now, isExact: false },
  }),
  seen(5, "old", { status: "paused" }),
  seen(9, "Web", { status: "down", message: "Child inaccessible", monitor: group }),
]);
const channel = (id: number, name: string, daysAgo: number | undefined): AlertedChannel => {
  const provenAt = daysAgo === undefined ? null : new Date(now.getTime() - daysAgo * 86_400_000);
  return { id, name, monitors: 1, provenAt };
};
const channels = [channel(2, "pager\u001b[2J", undefined), channel(1, "ops-chat", 12)];
const draw = (columns: number | undefined, overview = everything, alerted = channels): string =>
  describeOverview(overview, {
    server,
    channels: alerted,
    now,
    stream: (columns === undefined ? {} : { isTTY: true, columns }) as OutputStream,
  });

afterEach(() => vi.unstubAllEnvs());

describe("the screen of kuma status", () => {
  test("in a pipe: what is wrong first, the reason on one line, without colours", () => {
    expect(draw(undefined)).toMatchSnapshot();
  });

  test.each([80, 40])("on %i columns no line is wider, and nothing of a reason or URL is lost", (columns) => {
    vi.stubEnv("NO_COLOR", "1");
    const text = draw(columns);
    expect(text).toMatchSnapshot();
    const wide = text.split("\n").filter((line) => stringWidth(line) > columns && !line.includes("https://"));
    expect(wide).toEqual([]);
    expect(text.replaceAll(/\n {2}/g, " ")).toContain(reason);
  });

  test("in colours: down is red, and the word stands there as well", () => {
    vi.stubEnv("FORCE_COLOR", "1");
    expect(draw(80)).toContain("\u001b[31m\u001b[1m✗ DOWN app3/supervisord, for 2m");
  });

  test("without a monitor, and with all of them up", () => {
    expect(draw(undefined, overviewOf([]))).toBe(
      "There are no monitors yet.\nhttp://kuma.example:3001, Uptime Kuma 2.5.3",
    );
    expect(draw(undefined, overviewOf([seen(1, "disk", {})]))).toBe(
      "✓ 1 up of 1 monitor\nhttp://kuma.example:3001, Uptime Kuma 2.5.3\nAlerts pager\\u001b[2J (never proven), ops-chat (proven 12d ago)",
    );
    expect(draw(undefined, overviewOf([seen(1, "disk", {})]), [])).toContain("! Nobody is alerted");
  });
});

test("the channels that monitors alert, those that nobody has seen an alert of first", () => {
  const notification = (id: number, kumakit: object): Notification =>
    ({ id, name: `n${id}`, config: { kumakit } }) as unknown as Notification;
  const alerting = (id: number, notificationIds: readonly number[]): SeenMonitor =>
    seen(id, "m", { monitor: { id, type: "push", parent: null, notificationIds } as unknown as Monitor });
  const proven = { provenAt: now.toISOString() };
  const all = [notification(1, proven), notification(2, {}), notification(3, {})];
  expect(alertedChannels(all, [alerting(1, [1, 2]), alerting(2, [1])])).toEqual([
    { id: 2, name: "n2", monitors: 1, provenAt: null },
    { id: 1, name: "n1", monitors: 2, provenAt: now },
  ]);
});

describe("since when a status has lasted", () => {
  const beat = (minute: number, status: Heartbeat["status"], important = false): Heartbeat => {
    const time = new Date(now.getTime() + minute * 60_000);
    return { monitorId: 1, status, time, message: "", ping: null, important };
  };
  const minuteOf = (beats: readonly Heartbeat[], change?: Heartbeat): unknown => {
    const since = statusSince(beats, change);
    return since && [(since.time.getTime() - now.getTime()) / 60_000, since.isExact];
  };

  test.each([
    ["no heartbeat", [], undefined, undefined],
    [
      "the change is among the heartbeats",
      [beat(0, "up"), beat(1, "down", true), beat(2, "down")],
      undefined,
      [1, true],
    ],
    [
      "a pending one, which is not an important change",
      [beat(0, "up"), beat(1, "pending"), beat(2, "pending")],
      undefined,
      [1, true],
    ],
    ["the first heartbeat of all", [beat(0, "up", true), beat(1, "up")], undefined, [0, true]],
    ["longer than the heartbeats reach", [beat(0, "up"), beat(1, "up")], undefined, [0, false]],
    ["the server remembers the change", [beat(0, "up"), beat(1, "up")], beat(-90, "up", true), [-90, true]],
    ["the server remembers another status", [beat(0, "up"), beat(1, "up")], beat(-90, "down", true), [0, false]],
  ] as const)("%s", (...[, beats, change, expected]) => {
    expect(minuteOf(beats, change)).toEqual(expected);
  });
});
