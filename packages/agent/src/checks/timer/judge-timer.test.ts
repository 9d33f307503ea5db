import { describe, expect, test } from "vitest";
import type { UnitState } from "../../systemd/unit-state.ts";
import { judgeTimer, noTimerHistory, type TimerRule } from "./judge-timer.ts";
import { calendarTimes, NextStart, startAfter } from "./next-start.ts";
import { parseTimerShow } from "./parse-timer-show.ts";
import { timerFactsOf, type TimerFacts } from "./timer-facts.ts";
import type { TimerPlan } from "./timer-plan.ts";

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

const noPlan: TimerPlan = { calendars: [], calendarsAt: [], fromStartMs: [], onceAt: [], randomDelayMs: 0 };
const fine: TimerFacts = {
  timer,
  target: idle,
  activeSince: now - 100 * hour,
  lastRunAt: now - hour,
  nextRunAt: now + hour,
  accuracyMs: 60 * second,
  runningSince: undefined,
  lastEndAt: now - hour,
  plan: noPlan,
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
    [
      "up",
      { target: working, runningSince: now - 2 * hour },
      { nextStartAt: now - 2 * 60 * second },
      "job.timer: job.service has been running for 2 h",
    ],
    [
      "down",
      { target: working, runningSince: now - 2 * hour },
      { nextStartAt: now - 2 * 60 * second - 1 },
      "job.timer: job.service has been running for 2 h (activating/start), its next start was planned 2 min ago",
    ],
    [
      "up",
      { target: { ...idle, activeState: "active", subState: "exited" }, runningSince: now - 2 * hour },
      { maxRuntimeMs: hour },
      "job.timer: job.service has finished and stays active",
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
      randomDelay: 0,
      lines: [],
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
    const { us, text, state, lines } = parseTimerShow(
      "Unit=job.service\nActiveState=active\nTimersMonotonic={ OnUnitActiveUSec=1min 30s ; next_elapse=0 }\nTimersCalendar={ OnCalendar=Mon *-*-* 04:00:00 ; next_elapse=Sun 2026-11-22 16:00:00 UTC }\nLastTriggerUSec=\nNextElapseUSecRealtime=Sun 2026-11-22 17:00:00 UTC\nNextElapseUSecMonotonic=1w 2d 3h 4min 5.5s\nAccuracyUSec=1min\nActiveEnterTimestamp=n/a\nInactiveEnterTimestamp=infinity\n",
      "job.timer",
    );
    expect(text("Unit")).toBe("job.service");
    expect(state.activeState).toBe("active");
    expect(us("NextElapseUSecRealtime")).toBe(Date.UTC(2026, 10, 22, 17) * 1000);
    expect(us("NextElapseUSecMonotonic")).toBe((9 * 86_400 + 3 * 3_600 + 4 * 60 + 5.5) * 1e6);
    expect(us("AccuracyUSec")).toBe(60e6);
    expect(lines).toEqual([
      { setting: "OnUnitActiveUSec", value: 90e6, elapsesUs: 0 },
      { setting: "OnCalendar", value: "Mon *-*-* 04:00:00", elapsesUs: Date.UTC(2026, 10, 22, 16) * 1000 },
    ]);
    expect([us("LastTriggerUSec"), us("ActiveEnterTimestamp"), us("InactiveEnterTimestamp"), us("absent")]).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

describe("the start that is planned after that of a run", () => {
  const daily = [now + 24 * hour, now + 48 * hour];

  test.each<readonly [string, Partial<TimerPlan>, readonly number[], number | undefined]>([
    ["is the calendar's next", { calendarsAt: [now] }, daily, now + 24 * hour],
    [
      "is the one after that for a run that makes up for another",
      { calendarsAt: [now - 9 * hour] },
      daily,
      now + 48 * hour,
    ],
    ["is late by chance", { calendarsAt: [now - 40 * 60 * second], randomDelayMs: hour }, daily, now + 25 * hour],
    ["is the nearest of several calendars", { calendarsAt: [now, now + hour] }, [...daily, now + hour], now + hour],
    ["counts from the start", { fromStartMs: [10 * second] }, [], now + 10 * second],
    ["is the nearer one", { calendarsAt: [now], fromStartMs: [hour] }, daily, now + hour],
    ["may come once", { onceAt: [now - hour, now + hour] }, [], now + hour],
    ["is not planned where it counts from the end", {}, [], undefined],
    ["is not there when the calendar has ended", { calendarsAt: [now] }, [], undefined],
  ])("%s", (...[, plan, times, at]) => {
    expect(startAfter({ plan: { ...noPlan, ...plan }, accuracyMs: 60 * second }, now, times)).toBe(at);
  });

  test("is looked for only while a unit is at work that ends by itself", async () => {
    const plan = { ...noPlan, fromStartMs: [hour] };
    const next = (target: Partial<UnitState>, runningSince: number | undefined = now) =>
      new NextStart().after({ ...fine, plan, runningSince, target: { ...working, ...target } });
    await expect(next({})).resolves.toBe(now + hour);
    await expect(next({ serviceType: "simple", activeState: "active", subState: "running" })).resolves.toBe(now + hour);
    await expect(new NextStart().after({ ...fine, plan })).resolves.toBeUndefined();
    for (const stays of [
      { serviceType: "notify" },
      { restart: "always" },
      { unitFileState: "enabled" },
      { subState: "exited" },
      { unit: "jobs.target" },
    ]) {
      await expect(next(stays)).resolves.toBeUndefined();
    }
    // Somebody started it, and the timer's own time came during that run.
    const late = { ...fine, plan, target: working, runningSince: now - 10 * second, lastRunAt: now };
    await expect(new NextStart().after(late)).resolves.toBe(now + hour);
  });

  test("is read in the zone of the host and in UTC", () => {
    const inBerlin = [
      "  Original form: Mon 04:00",
      "Normalized form: Mon *-*-* 04:00:00",
      "    Next elapse: Mon 2026-11-30 04:00:00 CET",
      "       (in UTC): Mon 2026-11-30 03:00:00 UTC",
      "       From now: 11h left",
      "       Iter. #2: Mon 2026-12-07 04:00:00 CET",
      "       (in UTC): Mon 2026-12-07 03:00:00 UTC",
    ];
    expect(calendarTimes(inBerlin.join("\n"))).toEqual([Date.UTC(2026, 10, 30, 3), Date.UTC(2026, 11, 7, 3)]);
    const inUtc =
      "Normalized form: 2027-01-01 04:00:00 UTC\n    Next elapse: Fri 2027-01-01 04:00:00 UTC\n       From now: 1 month";
    expect(calendarTimes(inUtc)).toEqual([Date.UTC(2027, 0, 1, 4)]);
    expect(calendarTimes("    Next elapse: never\n")).toEqual([]);
  });
});
