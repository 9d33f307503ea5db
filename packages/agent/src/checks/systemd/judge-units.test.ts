import { describe, expect, test } from "vitest";
import { failedUnitStates, judgeFailedUnits, type FailedBefore } from "../failed-units/judge-failed-units.ts";
import { judgeUnits, noUnitsHistory } from "./judge-units.ts";
import type { UnitState } from "../../systemd/unit-state.ts";
import { runningService } from "../../../test/support/unit-states.ts";

function unit(name: string, difference: Partial<UnitState> = {}): UnitState {
  return {
    ...runningService,
    unit: name,
    unitFileState: "disabled",
    program: "/bin/app",
    ...difference,
  };
}
const dead: Partial<UnitState> = { activeState: "inactive", subState: "dead" };
const enabledDead: Partial<UnitState> = { ...dead, unitFileState: "enabled" };
const killed: Partial<UnitState> = {
  activeState: "failed",
  subState: "failed",
  result: "signal",
  execMainCode: 2,
  execMainStatus: 9,
};
const restarting: Partial<UnitState> = { activeState: "deactivating", subState: "stop-sigterm", hasJob: true };

type Look = readonly [seconds: number, states: readonly UnitState[]];

function judgeAll(looks: readonly Look[], atLeast = 1, bootingUntil?: number) {
  let history = noUnitsHistory;
  return looks.map(([seconds, states]) => {
    const options = { now: seconds * 1000, downAfterMs: 5000, pattern: "a@*.service", atLeast, bootingUntil };
    const verdict = judgeUnits(states, history, options);
    history = verdict.history;
    return verdict;
  });
}

function said(looks: readonly Look[], atLeast?: number): string[] {
  return judgeAll(looks, atLeast).map(({ result }) => `${result.status}: ${result.message}`);
}

const one = unit("a@1.service");
const two = unit("a@2.service");

describe("all units that match a pattern", () => {
  test("are UP together, and DOWN with one of them", () => {
    expect(
      said([
        [0, [one, two]],
        [1, [one, unit("a@2.service", killed)]],
        [2, [unit("a@1.service", killed), unit("a@2.service", killed)]],
        [3, [one]],
        [4, [one]],
      ]),
    ).toEqual([
      "up: all 2 units that match a@*.service are well",
      "down: 1 of 2 units: a@2.service failed: signal KILL",
      "down: 2 of 2 units: a@1.service failed: signal KILL; a@2.service failed: signal KILL",
      "pending: a@1.service is running (active/running)",
      "up: a@1.service is running (active/running)",
    ]);
  });

  test("name five culprits, and the number of the rest", () => {
    const states = Array.from({ length: 40 }, (_, index) => unit(`a@${index}.service`, killed));
    const [message = ""] = said([[0, states]]);
    expect(message).toMatch(
      /^down: 40 of 40 units: a@0\.service failed.*; a@4\.service failed: signal KILL; and 35 more$/,
    );
  });

  test("are no alarm while one is restarted, nor when one has come that is about to start", () => {
    const looks: Look[] = [
      [0, [one, two]],
      [1, [one, unit("a@2.service", restarting)]],
      [2, [one, two, unit("a@3.service", enabledDead)]],
      [3, [one, two, unit("a@3.service", { activeState: "activating", subState: "start", hasJob: true })]],
      [4, [one, two, unit("a@3.service")]],
    ];
    expect(judgeAll(looks).map(({ result }) => result.status)).toEqual(["up", "pending", "pending", "pending", "up"]);
  });

  test("that have stopped count while they are enabled, from the first look on", () => {
    expect(
      said([
        [0, [one, unit("a@2.service", enabledDead)]],
        [5, [one, unit("a@2.service", enabledDead)]],
      ]),
    ).toEqual([
      "pending: a@2.service is not running (inactive/dead)",
      "down: 1 of 2 units: a@2.service is not running (inactive/dead)",
    ]);
    const looks: Look[] = [
      [0, [one, two]],
      [1, [one, unit("a@2.service", enabledDead)]],
      [6, [one, unit("a@2.service", enabledDead)]],
    ];
    expect(judgeAll(looks).map(({ result }) => result.status)).toEqual(["up", "pending", "down"]);
  });

  test.each<[string, Partial<UnitState>]>([
    ["stopped and not enabled", dead],
    ["only mentioned by others", { ...dead, loadState: "not-found", invocationId: "" }],
    ["masked", { ...enabledDead, loadState: "masked" }],
    ["a oneshot that never ran", { ...dead, serviceType: "oneshot", invocationId: "" }],
  ])("do not count what is %s", (_what, difference) => {
    expect(said([[0, [one, unit("a@2.service", difference)]]])).toEqual([
      "up: a@1.service is running (active/running)",
    ]);
  });

  test("count what has failed, whether it is enabled or not", () => {
    expect(
      said([[0, [one, unit("a@2.service", { ...dead, result: "exit-code", execMainCode: 1, execMainStatus: 3 })]]]),
    ).toEqual(["down: 1 of 2 units: a@2.service failed: exit code 3"]);
  });

  test("must be enough, from the first look on, after downAfter", () => {
    const none: Look[] = [
      [0, []],
      [5, []],
      [6, []],
    ];
    const message = "no unit matches a@*.service";
    expect(said(none)).toEqual([`pending: ${message}`, `down: ${message}`, `down: ${message}`]);
    expect(said([[0, [one]]], 3)).toEqual(["pending: only 1 unit matches a@*.service, 3 are expected"]);
    const verdicts = judgeAll([
      [0, [one]],
      [1, []],
      [5, []],
      [6, []],
      [7, []],
      [8, [one]],
    ]);
    expect(verdicts.map(({ result }) => result.status)).toEqual(["up", "pending", "pending", "down", "down", "up"]);
    expect(verdicts[1]?.lookAgainAfterMs).toBe(5000);
    expect(judgeAll([[0, []]], 0).map(({ result }) => result.status)).toEqual(["up"]);
  });

  test("are waited for while the host boots", () => {
    expect(
      judgeAll(
        [
          [0, []],
          [89, []],
          [90, []],
        ],
        1,
        90_000,
      ).map(({ result }) => result.status),
    ).toEqual(["pending", "pending", "down"]);
  });

  test("that are too few and of which one has failed are DOWN with the failure", () => {
    expect(said([[0, [unit("a@1.service", killed)]]], 2)).toEqual(["down: a@1.service failed: signal KILL"]);
  });
});

describe("the failed units of a host", () => {
  const never = (): boolean => false;
  const trying = unit("a.service", { activeState: "activating", subState: "start", hasJob: true });
  const bad = unit("a.service", killed);

  function judgeFailed(
    looks: readonly (readonly UnitState[])[],
    isIgnored: (name: string) => boolean = never,
  ): string[] {
    let failed: FailedBefore = new Set();
    return looks.map((states) => {
      const verdict = judgeFailedUnits(states, failed, isIgnored);
      failed = verdict.failed;
      return `${verdict.result.status}: ${verdict.result.message}`;
    });
  }

  test("are one outage, however often they are tried again", () => {
    expect(judgeFailed([[], [bad], [trying], [bad], [trying], []])).toEqual([
      "up: no unit has failed",
      "down: a.service failed: signal KILL",
      "pending: a.service failed and is tried again",
      "down: a.service failed: signal KILL",
      "pending: a.service failed and is tried again",
      "up: no unit has failed",
    ]);
  });

  test("are not those that start, that are being restarted, or that systemd restarts itself", () => {
    const beforeRestart = { ...bad, subState: "failed-before-auto-restart" };
    expect(judgeFailed([[trying], [{ ...bad, hasJob: true }], [beforeRestart]])).toEqual(
      Array(3).fill("up: no unit has failed"),
    );
  });

  test("are those that matter", () => {
    expect(judgeFailed([[bad], [bad, unit("b.service", killed)]], (name) => name === "a.service")).toEqual([
      "up: no unit has failed beside 1 to be ignored",
      "down: b.service failed: signal KILL",
    ]);
  });

  test("are named up to five", () => {
    const all = Array.from({ length: 7 }, (_, index) => unit(`x${index}.service`, killed));
    expect(judgeFailed([all])[0]).toMatch(/^down: 7 units have failed: x0\.service failed: .*; and 2 more$/);
    expect(failedUnitStates).toContain("failed");
  });
});
