import type { Monitor } from "@kumakit/client";
import type { DrillOutcome, DrillPlan } from "@kumakit/provision";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { describeDrill, describeNoDrill, drillProgress, drillQuestion } from "../src/proof/describe-drill.ts";
import { drillFaults } from "../src/proof/drill-data.ts";

const terminal = (columns: number): NodeJS.WriteStream => ({ isTTY: true, columns }) as NodeJS.WriteStream;

const plan: DrillPlan = {
  drilled: { unit: "nginx.service", hostname: "tk-app3", together: ["php.service"], triggeredBy: [] },
  monitor: { id: 3, name: "tk-app3/nginx" } as Monitor,
  findings: [],
  channels: [
    { id: 1, name: "ops-chat", type: "slack" },
    { id: 2, name: "pager", type: "ntfy" },
  ],
};

const good: DrillOutcome = {
  plan,
  forMs: 30_000,
  stoppedMs: 83,
  down: { ms: 412, message: "tk-app3: nginx.service is stopped (somebody stopped it), after 12 d 3 h up" },
  startedMs: 655,
  up: { ms: 1048, message: "tk-app3: nginx.service is running, after less than 1 s down" },
  isAfterAlerts: true,
  end: { notRunning: [], isGuarded: false },
};

const unseen = new Map<number, boolean>();

beforeEach(() => {
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([80, 40])("the texts fit %i columns", (columns) => {
  const bad = { ...good, down: null, up: null, startedMs: 30_120 };
  const broken = {
    ...good,
    up: null,
    end: { notRunning: [{ unit: "nginx.service", state: "failed" }], isGuarded: true },
  };
  const paused = {
    code: "paused",
    severity: "problem",
    message: "it is paused",
    about: { kind: "monitor", id: 3 },
  } as const;
  const texts = [
    ...[good, bad, broken].map((outcome) => describeDrill(outcome, unseen, terminal(columns))),
    describeDrill({ ...good, isAfterAlerts: false }, new Map([[1, true]]), terminal(columns)),
    describeNoDrill({ ...plan, findings: [paused] }, terminal(columns)),
  ];
  const text = texts.join("\n\n----\n\n");
  expect(text).toMatchSnapshot();
  expect(text.split("\n").filter((line) => line.length > columns)).toEqual([]);
});

test("colours say what is what, and go through no pipe", () => {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("TERM", "xterm");
  expect(describeDrill(good, unseen, terminal(80))).toMatchSnapshot();
  const pipe = { isTTY: false } as unknown as NodeJS.WriteStream;
  expect(describeDrill(good, unseen, pipe)).not.toContain("\u001b");
});

test("the question names what stops as well, how long, and who is alerted", () => {
  expect(drillQuestion({ ...plan, drilled: { ...plan.drilled, triggeredBy: ["nginx.socket"] } }, 30_000)).toBe(
    "Really stop nginx.service on tk-app3, and with it php.service, for 30 s at most? This alerts ops-chat, pager. nginx.socket may start it before.",
  );
});

test("the progress says until when the host itself acts", () => {
  const until = new Date(2026, 10, 30, 14, 3, 22);
  expect(drillProgress({ kind: "guarded", until }, plan)).toBe(
    "Stopping nginx.service; tk-app3 itself starts it at 14:03:22 at the latest",
  );
});

test("a drill is proven only when all of it went well", () => {
  expect(drillFaults(good, unseen)).toEqual([]);
  expect(drillFaults({ ...good, down: null, up: null }, unseen)).toEqual(["no DOWN within 30 s"]);
  expect(drillFaults({ ...good, up: null }, unseen)).toEqual(["no UP after it was started"]);
  expect(drillFaults(good, new Map([[1, false]]))).toEqual(["not every channel has shown it"]);
  const end = { notRunning: [{ unit: "nginx.service", state: "failed" }], isGuarded: true };
  expect(drillFaults({ ...good, end }, unseen)).toEqual(["nginx.service is failed"]);
});
