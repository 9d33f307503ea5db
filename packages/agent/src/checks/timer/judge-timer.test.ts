import { describe, expect, test } from "vitest";
import type { UnitState } from "../../systemd/unit-state.ts";
import { judgeTimer, noTimerHistory, type TimerRule } from "./judge-timer.ts";
import { parseTimerShow } from "./parse-timer-show.ts";
import { timerFactsOf, type TimerFacts } from "./timer-facts.ts";

const second = 1_000;
const hour = 3_600 * second;
const now = 1_800_000_000_000;

const timer: UnitState = {
  unit: "job.timer",
  loadState: "loaded",
  activeState: "active",
  subState: "waiting",
  result: "success",
  execMainCode: 0,
  execMainStatus: 0,
  nRestarts: 0,
  invocationId: "t",
  hasJob: false,
  serviceType: "",
  conditionFailed: false,
  assertionFailed: false,
};
const idle: UnitState = {
  ...timer,
  unit: "job.service",
  activeState: "inactive",
  subState: "dead",
  serviceType: "oneshot",
};
const failed: UnitState = {
  ...idle,
  activeState: "failed",
  subState: "failed",
  result: "exit-code",
  execMainCode: 1,
  execMainStatus: 2,
};
const working: UnitState = { ...idle, activeState: "activating", subState: "start" };

const fine: TimerFacts = {
  timer,
  target: idle,
  activeSince: now - 100 * hour,
  lastRunAt: now - hour,
  nextRunAt: now + hour,
  accuracyMs: 60 * second,
  runningSince: undefined,
  lastEndAt: now - hour,
};
const plain: TimerRule = { wallMs: now, monotonicMs: 0, downAfterMs: 5_000 };

function judge(facts: Partial<TimerFacts>, rule: Partial<TimerRule> = {}, history = noTimerHistory) {
  return judgeTimer({ ...fine, ...facts }, history, { ...plain, ...rule });
}

describe("one look", () => {
  test.each<readonly [string, Partial<TimerFacts>, Partial<TimerRule>, string]>([
    ["up", {}, {}, "job.timer: last run 1 h ago, next in 1 h"],
    ["up", { lastRunAt: undefined }, {}, "job.timer: has not run yet, next in 1 h"],
    ["up", { lastRunAt: undefined }, { maxAgeMs: 101 * hour }, "job.timer: has not run yet, next in 1 h"],
    [
      "up",
      { target: { ...idle, conditionFailed: true } },
      {},
      "job.timer: last run 1 h ago, skipped by a condition, next in 1 h",
    ],
    [
      "down",
      { target: { ...idle, assertionFailed: true } },
      {},
      "job.timer: its last run failed: job.service failed: an assertion for its start was not met",
    ],
    ["up", { nextRunAt: now - 119 * second }, {}, "job.timer: last run 1 h ago, next in less than 1 s"],
    [
      "up",
      { target: working, runningSince: now - 2 * hour, nextRunAt: undefined },
      {},
      "job.timer: job.service has been running for 2 h",
    ],
    [
      "down",
      { nextRunAt: now - 121 * second },
      {},
      "job.timer is overdue: it should have started job.service 2 min 1 s ago",
    ],
    [
      "down",
      { nextRunAt: undefined },
      {},
      "job.timer is active but will not start job.service again (active/waiting), last 1 h ago",
    ],
    [
      "down",
      { timer: { ...timer, subState: "elapsed" } },
      {},
      "job.timer is active but will not start job.service again (active/elapsed), last 1 h ago",
    ],
    ["down", {}, { maxAgeMs: hour / 2 }, "job.timer started job.service last 1 h ago, at most 30 min are allowed"],
    [
      "down",
      { lastRunAt: undefined },
      { maxAgeMs: hour },
      "job.timer has not started job.service since its own start 4 d 4 h ago, at most 1 h are allowed",
    ],
    [
      "down",
      { target: working, runningSince: now - 2 * hour },
      { maxRuntimeMs: hour },
      "job.timer: job.service has been running for 2 h (activating/start)",
    ],
    ["down", { target: failed }, {}, "job.timer: its last run failed 1 h ago: job.service failed: exit code 2"],
    [
      "down",
      { target: { ...idle, loadState: "not-found" } },
      {},
      "job.timer: what it starts cannot run: job.service was not found on this host",
    ],
    [
      "pending",
      { timer: { ...timer, activeState: "inactive", subState: "dead" } },
      {},
      "job.timer is not running (inactive/dead): it starts nothing",
    ],
    ["down", { timer: { ...timer, activeState: "inactive", loadState: "masked" } }, {}, "job.timer is masked"],
    [
      "down",
      { timer: { ...timer, activeState: "failed", result: "resources" } },
      {},
      "job.timer failed: resources; it starts nothing any more",
    ],
  ])("%s: %o %o", (...[status, facts, rule, message]) => {
    // A timer that ran dry gets a moment, in case it is about to be planned again.
    const history = { known: "up", waiting: { for: "next-run", since: -3_000 } } as const;
    const isStart = facts.timer?.activeState === "inactive";
    const { sinceMs: _since, ...said } = judge(facts, rule, isStart ? noTimerHistory : history).result;
    expect(said).toEqual({ status, message });
  });
});

describe("one look after the other", () => {
  test("a stopped timer is waited for as long as downAfter says, an elapsed one for a moment", () => {
    const stopped = { timer: { ...timer, activeState: "inactive", subState: "dead" } };
    for (const known of ["up", "nothing"] as const) {
      const first = judge(stopped, {}, { known });
      expect([first.result.status, first.lookAgainAfterMs]).toEqual(["pending", 5_000]);
      expect(judge(stopped, { monotonicMs: 4_999 }, first.history).result.status).toBe("pending");
      expect(judge(stopped, { monotonicMs: 5_000 }, first.history).result.status).toBe("down");
    }
    const elapsed = judge({ nextRunAt: undefined });
    expect([elapsed.result.status, elapsed.lookAgainAfterMs]).toEqual(["pending", 2_000]);
  });

  test("a new run does not make a failure good before it has ended well", () => {
    const { history } = judge({ target: failed });
    const during = judge({ target: working, runningSince: now }, {}, history);
    expect(during.result.status).toBe("pending");
    expect(judge({ target: failed }, {}, during.history).result.status).toBe("down");
    expect(judge({}, {}, during.history).result.status).toBe("up");
  });

  test("a failed run is DOWN since its end, and UP since that of the good one", () => {
    const { result, history } = judge({ target: failed });
    expect(result.sinceMs).toBe(hour);
    expect(judge({ lastEndAt: now - 90 * second }, {}, history).result.sinceMs).toBe(90 * second);
  });

  test("the next limit is looked at without an event", () => {
    expect(judge({}).lookAgainAfterMs).toBe(hour + 120 * second + 1);
    expect(judge({}, { maxAgeMs: 2 * hour }).lookAgainAfterMs).toBe(hour + 1);
    const run = judge({ target: working, runningSince: now - second }, { maxRuntimeMs: hour });
    expect(run.lookAgainAfterMs).toBe(hour - second + 1);
  });

  test("while the host boots a timer that was not started yet is waited for", () => {
    const stopped = { timer: { ...timer, activeState: "inactive", subState: "dead" } };
    expect(judge(stopped, { bootingUntil: 60_000 }).result.status).toBe("pending");
  });
});

describe("times", () => {
  test("of both clocks: the nearer one counts, and 0 and infinity are never", () => {
    const times = {
      activeEnter: 0,
      lastTrigger: 0,
      accuracy: 0,
      targetInactiveExit: 0,
      targetInactiveEnter: 0,
      nextRealtime: (now + hour) * 1000,
      nextMonotonic: 30 * second * 1000,
    };
    const clocks = { wallMs: now, monotonicMs: 10 * second };
    const next = (change: Partial<typeof times>) =>
      timerFactsOf({ timer, target: idle }, { ...times, ...change }, clocks).nextRunAt;
    expect(next({})).toBe(now + 20 * second);
    expect(next({ nextMonotonic: 0 })).toBe(now + hour);
    expect(next({ nextMonotonic: 2 ** 64 })).toBe(now + hour);
    expect(next({ nextRealtime: 2 ** 64, nextMonotonic: 2 ** 64 })).toBeUndefined();
  });

  test("as systemctl prints them", () => {
    const { us, text, state } = parseTimerShow(
      "Unit=job.service\nActiveState=active\nLastTriggerUSec=\nNextElapseUSecRealtime=Sun 2026-11-22 17:00:00 UTC\nNextElapseUSecMonotonic=1w 2d 3h 4min 5.5s\nAccuracyUSec=1min\nActiveEnterTimestamp=n/a\nInactiveEnterTimestamp=infinity\n",
      "job.timer",
    );
    expect(text("Unit")).toBe("job.service");
    expect(state.activeState).toBe("active");
    expect(us("NextElapseUSecRealtime")).toBe(Date.UTC(2026, 10, 22, 17) * 1000);
    expect(us("NextElapseUSecMonotonic")).toBe((9 * 86_400 + 3 * 3_600 + 4 * 60 + 5.5) * 1e6);
    expect(us("AccuracyUSec")).toBe(60e6);
    expect([us("LastTriggerUSec"), us("ActiveEnterTimestamp"), us("InactiveEnterTimestamp"), us("absent")]).toEqual([
      0, 0, 0, 0,
    ]);
  });
});
