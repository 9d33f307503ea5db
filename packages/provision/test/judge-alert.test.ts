import { expect, test } from "vitest";

import { judgeAlert } from "../src/proof/judge-alert.ts";

const tested = (...times: readonly number[]) =>
  new Map(times.map((ms, index) => [index + 1, { ok: ms > 0, ms: Math.abs(ms), error: null }]));

test.each([
  { what: "all channels took their time", times: [29, 1510, 30], taken: [1550, 1620], suspects: [] },
  { what: "the slow one was left out", times: [29, 1510, 30], taken: [60, 62], suspects: [2] },
  { what: "one of two slow ones was left out", times: [900, 1000], taken: [905, 910], suspects: [1, 2] },
  { what: "one change took its time", times: [29, 1510], taken: [40, 1600], suspects: [] },
  { what: "fast channels say nothing", times: [30, 40, 50], taken: [6, 6], suspects: [] },
  { what: "one that failed its test is not expected", times: [-1510, 30], taken: [40, 40], suspects: [] },
  { what: "the alert was slower than the tests", times: [200], taken: [4000, 3000], suspects: [] },
])("on 2.5.3: $what", ({ times, taken: [downMs = 0, upMs = 0], suspects }) => {
  const verdict = judgeAlert({ quietMs: 5, downMs, upMs, witnessed: null }, tested(...times), "2.5.3");
  expect(verdict).toEqual(suspects.length === 0 ? { kind: "plausible" } : { kind: "too-short", suspects });
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
