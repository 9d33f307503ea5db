import { describe, expect, test } from "vitest";
import { judgeUnit, noUnitHistory } from "./judge-unit.ts";
import type { UnitState } from "../../systemd/unit-state.ts";
import { runningService as running } from "../../../test/support/unit-states.ts";

const dead: Partial<UnitState> = { activeState: "inactive", subState: "dead" };
const failed: Partial<UnitState> = { activeState: "failed", subState: "failed" };
const waiting: Partial<UnitState> = { activeState: "activating", subState: "auto-restart" };

type Look = readonly [seconds: number, difference: Partial<UnitState>];

/** Judges one state after the other; each says at which second, and what differs from running. */
function judgeAll(...looks: readonly Look[]) {
  let history = noUnitHistory;
  return looks.map(([seconds, difference]) => {
    const verdict = judgeUnit({ ...running, ...difference }, history, { now: seconds * 1000, downAfterMs: 5000 });
    history = verdict.history;
    return verdict;
  });
}

function statusesOf(...looks: readonly Look[]): string[] {
  return judgeAll(...looks).map(({ result }) => result.status);
}

describe("one look, without a past", () => {
  test.each<[Partial<UnitState>, string, string]>([
    [{}, "up", "a.service is running (active/running)"],
    [{ activeState: "reloading", subState: "reload" }, "up", "a.service is running (reloading/reload)"],
    [{ subState: "exited", serviceType: "oneshot" }, "up", "a.service has finished and stays active (active/exited)"],
    [
      { subState: "exited", serviceType: "oneshot", program: "/bin/true" },
      "up",
      "a.service has finished and stays active (active/exited): it runs nothing itself, watch the units that it stands for",
    ],
    [{ unit: "a.timer", subState: "waiting", serviceType: "" }, "up", "a.timer is waiting (active/waiting)"],
    [{ unit: "a.timer", subState: "elapsed" }, "up", "a.timer has elapsed, no next run is due (active/elapsed)"],
    [{ unit: "a.socket", subState: "listening" }, "up", "a.socket is listening (active/listening)"],
    [{ unit: "a.mount", subState: "mounted" }, "up", "a.mount is mounted (active/mounted)"],
    [{ unit: "a.path", subState: "waiting" }, "up", "a.path is waiting (active/waiting)"],
    [{ unit: "a.target", subState: "active" }, "up", "a.target is reached (active/active)"],
    [
      { loadState: "masked" },
      "up",
      "a.service is running (active/running), but it is masked: it cannot be started again",
    ],
    [
      { loadState: "not-found" },
      "up",
      "a.service is running (active/running), but its unit file is gone: it cannot be started again",
    ],
    [
      { ...failed, unit: "a.socket", result: "service-start-limit-hit" },
      "down",
      "a.socket failed: start limit hit by its service, which failed too often",
    ],
    [{ ...failed, unit: "a.mount", result: "exit-code" }, "down", "a.mount failed: exit-code"],
    [
      { ...dead, serviceType: "oneshot", invocationId: "" },
      "up",
      "a.service has not failed; no run of it is on record (inactive/dead)",
    ],
    [dead, "pending", "a.service is not running (inactive/dead)"],
    [
      { ...dead, conditionFailed: true },
      "down",
      "a.service is not running (inactive/dead), a condition for its start was not met",
    ],
    [{ ...dead, serviceType: "oneshot" }, "up", "a.service finished successfully (inactive/dead)"],
    [
      { ...dead, serviceType: "oneshot", conditionFailed: true },
      "down",
      "a.service is not running (inactive/dead), a condition for its start was not met",
    ],
    [
      { ...dead, serviceType: "oneshot", assertionFailed: true },
      "down",
      "a.service failed: an assertion for its start was not met",
    ],
    [{ ...dead, loadState: "not-found" }, "down", "a.service was not found on this host"],
    [{ ...dead, loadState: "masked" }, "down", "a.service is masked"],
    [{ ...dead, loadState: "bad-setting" }, "down", "a.service cannot be loaded: bad-setting"],
    [
      { ...failed, result: "signal", execMainCode: 2, execMainStatus: 9, nRestarts: 3 },
      "down",
      "a.service failed: signal KILL after 3 restarts",
    ],
    [
      { ...failed, result: "core-dump", execMainCode: 3, execMainStatus: 11, nRestarts: 1 },
      "down",
      "a.service failed: signal SEGV, core dumped after 1 restart",
    ],
    [{ ...failed, result: "exit-code", execMainCode: 1, execMainStatus: 7 }, "down", "a.service failed: exit code 7"],
    [
      { ...failed, result: "exit-code", execMainCode: 1, execMainStatus: 203 },
      "down",
      "a.service failed: exit code 203/EXEC",
    ],
    // Its main process was stopped as it should be; what ran after it was not well.
    [{ ...failed, result: "exit-code", execMainCode: 2, execMainStatus: 15 }, "down", "a.service failed: exit-code"],
    [{ ...failed, result: "timeout", execMainCode: 2, execMainStatus: 9 }, "down", "a.service failed: timeout"],
    [
      { ...failed, result: "watchdog", execMainCode: 2, execMainStatus: 6 },
      "down",
      "a.service failed: watchdog timeout",
    ],
    [{ ...failed, result: "oom-kill", execMainCode: 2, execMainStatus: 9 }, "down", "a.service failed: out of memory"],
    [
      { ...failed, result: "start-limit-hit", execMainCode: 1, execMainStatus: 1, nRestarts: 5 },
      "down",
      "a.service failed: start limit hit, last exit code 1/FAILURE after 5 restarts",
    ],
    [{ ...failed, result: "something-new" }, "down", "a.service failed: something-new"],
    [{ ...failed, result: "signal", execMainCode: 2, execMainStatus: 250 }, "down", "a.service failed: signal 250"],
    [
      { ...waiting, result: "exit-code", execMainCode: 1, execMainStatus: 1 },
      "down",
      "a.service failed: exit code 1/FAILURE, waiting for its next start",
    ],
    [
      { activeState: "deactivating", subState: "final-sigterm", result: "signal", execMainCode: 2, execMainStatus: 9 },
      "down",
      "a.service failed: signal KILL",
    ],
    [
      { activeState: "activating", subState: "start", serviceType: "notify" },
      "pending",
      "a.service is starting (activating/start)",
    ],
    [
      { activeState: "activating", subState: "start", serviceType: "oneshot", hasJob: true },
      "up",
      "a.service is at work (activating/start)",
    ],
    [{ ...dead, hasJob: true }, "pending", "a.service is about to change (inactive/dead)"],
    [{ ...failed, result: "exit-code", hasJob: true }, "pending", "a.service is about to change (failed/failed)"],
    [{ activeState: "maintenance", subState: "" }, "down", "a.service failed: no reason given"],
  ])("%j is %s: %s", (difference, status, message) => {
    expect(judgeAll([0, difference])[0]?.result).toEqual({ status, message });
  });
});

describe("in the course of time", () => {
  test("a clean stop is DOWN after downAfter, and says when to look again", () => {
    const verdicts = judgeAll([0, {}], [10, dead], [13, dead], [15, dead]);
    expect(verdicts.map(({ result }) => result.status)).toEqual(["up", "pending", "pending", "down"]);
    expect(verdicts.map(({ lookAgainAfterMs }) => lookAgainAfterMs)).toEqual([undefined, 5000, 2000, undefined]);
  });

  test("a unit that is back within downAfter was never DOWN", () => {
    expect(statusesOf([0, {}], [10, dead], [14.9, {}], [15.1, dead])).toEqual(["up", "pending", "up", "pending"]);
  });

  test("a failure does not wait", () => {
    expect(statusesOf([0, {}], [10, { ...failed, result: "signal" }])).toEqual(["up", "down"]);
    expect(statusesOf([0, {}], [10, { ...waiting, result: "exit-code" }])).toEqual(["up", "down"]);
  });

  test("a clean end with Restart=always waits as a stop does", () => {
    expect(statusesOf([0, {}], [1, waiting], [2, {}])).toEqual(["up", "pending", "up"]);
    expect(statusesOf([0, {}], [1, waiting], [7, waiting])).toEqual(["up", "pending", "down"]);
  });

  test("a job may take ten seconds, then the clean stop counts from its end", () => {
    const stopping: Partial<UnitState> = { activeState: "deactivating", subState: "stop-sigterm", hasJob: true };
    expect(statusesOf([0, {}], [1, stopping], [9, stopping], [9.5, dead], [14, dead], [14.5, dead])).toEqual([
      "up",
      "pending",
      "pending",
      "pending",
      "pending",
      "down",
    ]);
    expect(judgeAll([0, {}], [1, stopping], [11, stopping])[2]?.result).toEqual({
      status: "down",
      message: "a.service is stopping (deactivating/stop-sigterm) for 10 s",
      sinceMs: 10_000,
    });
  });

  test("restarts one after another are DOWN in the end", () => {
    const looks = Array.from({ length: 20 }, (_, index): Look => [
      index * 3,
      index === 0 ? {} : index % 2 === 0 ? dead : { activeState: "activating", subState: "start", hasJob: true },
    ]);
    expect(statusesOf(...looks)).toContain("down");
  });

  test("a unit that is DOWN is reported UP only when it runs, and a start under way keeps the reason", () => {
    const starting: Partial<UnitState> = { activeState: "activating", subState: "start", hasJob: true };
    const verdicts = judgeAll(
      [0, { ...failed, result: "exit-code" }],
      [1, starting],
      [60, starting],
      [61, {}],
      [62, {}],
    );
    expect(verdicts.map(({ result }) => result.status)).toEqual(["down", "pending", "pending", "pending", "up"]);
    expect(verdicts.map(({ lookAgainAfterMs }) => lookAgainAfterMs)).toEqual([
      undefined,
      undefined,
      undefined,
      1000,
      undefined,
    ]);
  });

  test("a start that fails again runs for a moment, which is not reported", () => {
    const tries: Look[] = [1, 2, 3].flatMap((at): Look[] => [
      [at, {}],
      [at + 0.6, { ...failed, result: "exit-code" }],
    ]);
    expect(statusesOf([0, { ...failed, result: "exit-code" }], ...tries)).not.toContain("up");
  });

  test("a oneshot that was DOWN has no need to last", () => {
    const done: Partial<UnitState> = { ...dead, serviceType: "oneshot" };
    expect(statusesOf([0, { ...failed, serviceType: "oneshot", result: "exit-code" }], [1, done])).toEqual([
      "down",
      "up",
    ]);
  });

  test("a oneshot that failed stays DOWN while it is tried again", () => {
    const job = { serviceType: "oneshot" };
    const atWork = { ...job, activeState: "activating", subState: "start", hasJob: true };
    expect(
      statusesOf(
        [0, { ...job, ...dead }],
        [1, atWork],
        [900, atWork],
        [901, { ...job, ...failed, result: "exit-code" }],
        [902, atWork],
        [903, { ...job, ...dead }],
      ),
    ).toEqual(["up", "up", "up", "down", "pending", "up"]);
  });
});

describe("a crash loop", () => {
  test("is three restarts within five minutes, also while it is active", () => {
    const verdicts = judgeAll([0, {}], [10, { nRestarts: 1 }], [20, { nRestarts: 2 }], [30, { nRestarts: 3 }]);
    expect(verdicts.map(({ result }) => result.status)).toEqual(["up", "up", "up", "down"]);
    expect(verdicts[3]).toMatchObject({
      result: { message: "a.service is in a crash loop: 3 restarts within 5 min" },
      lookAgainAfterMs: 280_000,
    });
  });

  test("is the reason, not that it waits for its next start once more", () => {
    const waits = { activeState: "activating", subState: "auto-restart" };
    const verdicts = judgeAll([0, {}], [1, { nRestarts: 3 }], [2, { ...waits, nRestarts: 3 }]);
    expect(verdicts[2]?.result).toEqual({
      status: "down",
      message: "a.service is in a crash loop: 3 restarts within 5 min",
    });
  });

  test("is seen when the restarts were counted between two looks", () => {
    expect(statusesOf([0, { nRestarts: 4 }], [60, { nRestarts: 9 }])).toEqual(["up", "down"]);
  });

  test("is not seen in restarts from before the agent, nor in slow ones", () => {
    expect(statusesOf([0, { nRestarts: 18 }], [60, { nRestarts: 18 }])).toEqual(["up", "up"]);
    expect(statusesOf([0, {}], [200, { nRestarts: 1 }], [400, { nRestarts: 2 }], [600, { nRestarts: 3 }])).toEqual([
      "up",
      "up",
      "up",
      "up",
    ]);
  });

  test("ends when five minutes were calm, or with a start by hand", () => {
    const loop: Look[] = [
      [0, {}],
      [1, { nRestarts: 1 }],
      [2, { nRestarts: 2 }],
      [3, { nRestarts: 3 }],
    ];
    const runs = { nRestarts: 3, activeEnterAt: 3_000 };
    expect(statusesOf(...loop, [300, runs], [301, runs]).slice(3)).toEqual(["down", "down", "up"]);
    expect(statusesOf(...loop, [4, { nRestarts: 0 }], [5, {}], [7, {}]).slice(3)).toEqual([
      "down",
      "pending",
      "pending",
      "up",
    ]);
  });
});
