import type { Heartbeat, Monitor } from "@kumakit/client";
import { expect, test } from "vitest";

import { settingsFindings } from "../src/proof/settings-findings.ts";

const interval = 60;

function pushMonitor(more: Partial<Monitor> = {}): Monitor {
  const settings = { id: 1, name: "web", type: "push", active: true, parent: null, interval };
  const rest = { maxRetries: 0, upsideDown: false, notificationIds: [1], description: null };
  return { ...settings, ...rest, ...more } as Monitor;
}

/** Reports that come every so many seconds, of which the server adds its own DOWN where they are late. */
function beats(every: number, count = 10): readonly Heartbeat[] {
  return Array.from({ length: count }, (_, index) => ({
    monitorId: 1,
    status: "up",
    time: new Date(Date.UTC(2026, 0, 1) + index * every * 1000),
    message: "fine",
    ping: null,
    important: index === 0,
  }));
}

const codesOf = (monitor: Monitor, reports: readonly Heartbeat[]): readonly string[] =>
  settingsFindings(monitor, { monitors: [monitor], maintenances: [], beatsOf: () => reports }).map(
    ({ code, severity }) => `${code} ${severity}`,
  );

test.each([
  ["an agent's own rhythm", 28, []],
  ["one that is lost would be a false DOWN", 45, ["late-reports warning"]],
  ["each one is late", 62, ["late-reports problem"]],
] as const)("reports: %s", (_, every, codes) => {
  expect(codesOf(pushMonitor(), beats(every))).toEqual(codes);
});

test("reports from before the interval was changed say nothing", () => {
  const before = beats(300);
  const after = beats(28, 6).map((beat) => ({ ...beat, time: new Date(beat.time.getTime() + 3_600_000) }));
  expect(codesOf(pushMonitor(), [...before, ...after])).toEqual([]);
  expect(codesOf(pushMonitor(), [...beats(28), ...beats(62, 6)])).toEqual(["late-reports problem"]);
});

test("a few reports say nothing yet, and no report at all says that nobody reports", () => {
  expect(codesOf(pushMonitor(), beats(45, 3))).toEqual([]);
  expect(codesOf(pushMonitor(), [])).toEqual(["never-reported problem"]);
  const [own] = beats(1, 1);
  const ofServer = { ...own, message: "No heartbeat in the time window", status: "down" } as Heartbeat;
  expect(codesOf(pushMonitor(), [ofServer])).toEqual(["never-reported problem"]);
});

test("other types than push are their own clock", () => {
  expect(codesOf(pushMonitor({ type: "http", maxRetries: 3, upsideDown: true }), beats(600))).toEqual([]);
});
