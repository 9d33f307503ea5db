import { describe, expect, test } from "vitest";
import { describeRestarts, judgeRestart, noRestarts, noteRestart, noteState } from "./judge-restart.ts";
import { restartSetting } from "../settings.ts";
import type { UnitState } from "../../../systemd/unit-state.ts";
import { failedService as failed } from "../../../../test/support/unit-states.ts";

const running: Partial<UnitState> = { activeState: "active", subState: "running", result: "success" };
const rule = restartSetting.parse({});

/** The decision after these states, one a second. */
function decide(...states: readonly Partial<UnitState>[]): string {
  let history = noRestarts;
  for (const [second, state] of states.entries()) history = noteState(history, { ...failed, ...state }, second * 1000);
  return judgeRestart(history, rule, states.length * 1000).kind;
}

describe("a unit is restarted", () => {
  test.each<[string, readonly Partial<UnitState>[]]>([
    ["that has failed", [running, {}]],
    ["that has failed before the agent came", [{}]],
    ["that is killed for not stopping in time, with nobody asking", [running, { activeState: "deactivating" }, {}]],
    ["that was stopped, started again and failed then", [{ activeState: "deactivating", hasJob: true }, running, {}]],
  ])("%s", (_, states) => {
    expect(decide(...states)).toBe("restart");
  });

  test.each<[string, readonly Partial<UnitState>[]]>([
    ["that runs", [running]],
    ["that ended well", [running, { activeState: "inactive", subState: "dead", result: "success" }]],
    ["that fails while somebody stops it", [running, { activeState: "deactivating", hasJob: true }, {}]],
    ["that systemd is about to start itself", [{ activeState: "activating", subState: "auto-restart" }]],
    ["that has a job already", [{ hasJob: true }]],
    ["that is masked", [{ loadState: "masked" }]],
    ["that is gone", [{ loadState: "not-found" }]],
  ])("but not one %s", (_, states) => {
    expect(decide(...states)).toBe("none");
  });
});

describe("the times", () => {
  const failedAt = (now: number) => noteState(noRestarts, failed, now);

  test("`after` counts from the failure, and a moment is always let pass", () => {
    const patient = restartSetting.parse({ after: "10s" });
    expect(judgeRestart(failedAt(0), patient, 4_000)).toEqual({ kind: "wait", ms: 6_000 });
    expect(judgeRestart(failedAt(0), patient, 10_000)).toEqual({ kind: "restart" });
    expect(judgeRestart(failedAt(0), rule, 0)).toEqual({ kind: "wait", ms: 500 });
  });

  test("`cooldown` counts from the last restart, and `atMost` within the time", () => {
    let history = failedAt(0);
    for (const at of [1_000, 61_000, 121_000]) history = noteRestart(history, at);
    const twoDone = { ...history, restartedAt: history.restartedAt.slice(0, 2) };
    expect(judgeRestart(twoDone, rule, 90_000)).toEqual({ kind: "wait", ms: 31_000 });
    expect(describeRestarts(twoDone, rule, 90_000)).toBe(
      "restarted by the agent 2 times within 1 h, to be restarted in 31 s",
    );
    expect(judgeRestart(history, rule, 130_000)).toEqual({ kind: "give-up", ms: 3_471_000 });
    expect(describeRestarts(history, rule, 130_000)).toBe("restarted by the agent 3 times within 1 h, giving up");
    expect(judgeRestart(history, rule, 3_602_000)).toEqual({ kind: "restart" });
  });

  test("nothing is said when nothing was done", () => {
    expect(describeRestarts(noRestarts, rule, 0)).toBe("");
  });
});
