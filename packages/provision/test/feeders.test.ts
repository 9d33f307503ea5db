import type { Heartbeat } from "@kumakit/client";
import { describe, expect, test } from "vitest";

import { otherFeeder, reportPeriod, worksSince } from "../src/doctor/feeders.ts";

const start = Date.parse("2026-11-30T10:00:00Z");

function beat(seconds: number, message = "web1: nginx.service is running", status = "up"): Heartbeat {
  return { time: new Date(start + seconds * 1000), message, status } as unknown as Heartbeat;
}

const every = (period: number, count: number): readonly Heartbeat[] =>
  Array.from({ length: count }, (_, index) => beat(10 + index * period));

const found = (beats: readonly Heartbeat[]): string | undefined =>
  otherFeeder(beats, { host: "web1", period: 28, since: start });

describe("who reports to a monitor", () => {
  test("the agent alone", () => {
    expect(found(every(28, 20))).toBeUndefined();
    expect(found([])).toBeUndefined();
  });

  test("another host, by the name that its messages begin with", () => {
    expect(found([...every(28, 3), beat(100, "web2: nginx.service is running")])).toBe(
      'something else than the agent of web1 reports to it, too: "web2: nginx.service is running"',
    );
    expect(found([beat(100, "x".repeat(1000))])).toHaveLength(120);
  });

  test("a copy of the same name, by how often reports come", () => {
    expect(found(every(14, 20))).toBe(
      "its reports come every 14 s, and the agent of web1 sends one every 28 s: another host reports to it, too",
    );
  });

  test("some changes in a row are not another host, nor are too few reports", () => {
    const changes = [1, 2, 3, 4].map((second) => beat(60 + second, "web1: failed", second % 2 === 0 ? "up" : "down"));
    expect(found([...every(28, 20), ...changes])).toBeUndefined();
    expect(found(every(5, 5))).toBeUndefined();
  });

  test("reports of before, and those of the server itself, do not count", () => {
    expect(
      found([
        beat(-60, "web2: nginx.service is running"),
        beat(3, "a script"),
        beat(60, "No heartbeat in the time window", "down"),
        beat(90, "Monitor under maintenance", "maintenance"),
        beat(120, ""),
      ]),
    ).toBeUndefined();
  });
});

test("a script reports everything in each round", () => {
  expect(reportPeriod(600, [600, 60], false)).toBe(298);
  expect(reportPeriod(600, [600, 60], true)).toBe(28);
  expect(reportPeriod(600, [600], true)).toBe(60);
});

test("what was reported with another config is not that of the agent as it is", () => {
  const status = { version: "1", pid: 1, startedAt: "2026-11-30T10:00:00Z", checks: [] };
  expect(worksSince(undefined)).toBeUndefined();
  expect(worksSince(status)).toBe(start);
  expect(worksSince({ ...status, lastReload: { at: "2026-11-30T10:01:00Z", ok: true } })).toBe(start + 60_000);
});
