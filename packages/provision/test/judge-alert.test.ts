import { expect, test } from "vitest";

import { judgeAlert } from "../src/proof/judge-alert.ts";

const tested = (...times: readonly number[]) =>
  new Map(times.map((ms, index) => [index + 1, { ok: ms > 0, ms: Math.abs(ms), error: null }]));

test.each([
  ["all channels took their time", [29, 1510, 30], { quietMs: 5, downMs: 1550, upMs: 1620 }, { kind: "plausible" }],
  [
    "the slow one was left out",
    [29, 1510, 30],
    { quietMs: 5, downMs: 60, upMs: 62 },
    { kind: "too-short", suspects: [2] },
  ],
  [
    "one of two slow ones was left out",
    [900, 1000],
    { quietMs: 5, downMs: 905, upMs: 910 },
    { kind: "too-short", suspects: [1, 2] },
  ],
  ["one change took its time", [29, 1510], { quietMs: 5, downMs: 40, upMs: 1600 }, { kind: "plausible" }],
  ["fast channels say nothing", [30, 40, 50], { quietMs: 5, downMs: 6, upMs: 6 }, { kind: "plausible" }],
  [
    "one that failed its test is not expected",
    [-1510, 30],
    { quietMs: 5, downMs: 40, upMs: 40 },
    { kind: "plausible" },
  ],
  ["the alert was slower than the tests", [200], { quietMs: 5, downMs: 4000, upMs: 3000 }, { kind: "plausible" }],
] as const)("on 2.5.3: %s", (_, times, taken, verdict) => {
  expect(judgeAlert({ ...taken, witnessed: null }, tested(...times), "2.5.3")).toEqual(verdict);
});

test.each(["1.23.17", "2.0.0-dev.0"])("%s answers before it alerts: only a witness says something", (version) => {
  const answers = { quietMs: 5, downMs: 6, upMs: 6 };
  expect(judgeAlert({ ...answers, witnessed: null }, tested(1500), version)).toEqual({ kind: "unknown" });
  const seen = { downMs: 1520, upMs: 1530 };
  expect(judgeAlert({ ...answers, witnessed: seen }, tested(1500), version)).toEqual({ kind: "plausible" });
  const early = { downMs: 20, upMs: 30 };
  expect(judgeAlert({ ...answers, witnessed: early }, tested(1500), version)).toEqual({
    kind: "too-short",
    suspects: [1],
  });
});
