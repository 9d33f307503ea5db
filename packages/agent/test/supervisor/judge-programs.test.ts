import { describe, expect, test } from "vitest";
import { choosePrograms } from "../../src/supervisor/choose-programs.ts";
import { programName } from "../../src/supervisor/program-name.ts";
import { forgetRuns, judgePrograms, noProgramsHistory } from "../../src/supervisor/judge-programs.ts";
import type { ProgramPatience } from "../../src/supervisor/judge-program.ts";
import type { ProgramEnd } from "../../src/supervisor/last-end.ts";
import type { ProgramState } from "../../src/supervisor/program-state.ts";
import { allProcessInfo, programsIn } from "./recorded-replies.ts";

const usual: ProgramPatience = {
  mustRun: false,
  startingTooLongMs: 60_000,
  stoppingTooLongMs: 60_000,
  backoffTooLongMs: 5_000,
  downAfterMs: 5_000,
};

const well: ProgramState = {
  id: "web",
  name: "web",
  group: "web",
  state: "RUNNING",
  start: 100,
  pid: 10,
  exitStatus: 0,
  spawnError: "",
};
const stopping: ProgramState = { ...well, state: "STOPPING" };
const stopped: ProgramState = { ...well, state: "STOPPED", pid: 0, exitStatus: -1 };
const starting: ProgramState = { ...well, state: "STARTING", start: 200, pid: 11 };
const again: ProgramState = { ...well, start: 200, pid: 11 };
const failed: ProgramState = { ...well, state: "EXITED", pid: 0, exitStatus: 7, spawnError: "Bad exit code 7" };
const finished: ProgramState = { ...well, state: "EXITED", pid: 0 };
const backoff: ProgramState = { ...well, state: "BACKOFF", start: 200, pid: 0, spawnError: "Exited too quickly (x)" };
const fatal: ProgramState = { ...backoff, state: "FATAL" };
const killed: ProgramEnd = { kind: "failed", how: "terminated by SIGKILL" };

/** A look, at so many seconds; `end` is what supervisord's log says. */
type Look = readonly [second: number, program: ProgramState | undefined, end?: ProgramEnd | "away" | "lost"];

/** Follows one program and tells what changed: `up`, `down REASON`, `pending`. */
function story(looks: readonly Look[], patience: Partial<ProgramPatience> = {}, names?: readonly string[]): string[] {
  let history = noProgramsHistory;
  const told: string[] = [];
  for (const [second, program, end] of looks) {
    if (end === "away" || end === "lost") {
      history = forgetRuns(history, end === "lost");
      continue;
    }
    const chosen = choosePrograms(program === undefined ? [] : [program], names);
    const ends = new Map(program === undefined || end === undefined ? [] : [[program.id, end]]);
    const verdict = judgePrograms({ chosen, now: second * 1000, ends }, history, { ...usual, ...patience });
    history = verdict.history;
    const { status, message } = verdict.result;
    const text = status === "down" ? `down ${message}` : status;
    if (text !== told.at(-1)) told.push(text);
  }
  return told;
}

test("the recorded programs: culprits with state and reason, and what is well is not named", () => {
  const chosen = choosePrograms(programsIn(allProcessInfo), undefined);
  const { result } = judgePrograms({ chosen, now: 0, ends: new Map() }, noProgramsHistory, usual);
  expect(result).toEqual({
    status: "down",
    message: "2 of 9 programs: absent FATAL can't find command '/does/not/exist'; broken EXITED exit status 7",
  });
});

describe("one program", () => {
  test.each<[string, readonly Look[], readonly string[]]>([
    [
      "runs",
      [
        [0, well],
        [1, well],
      ],
      ["up"],
    ],
    [
      "fails and is restarted",
      [
        [0, well],
        [1, failed],
        [2, starting],
        [3, again],
      ],
      ["up", "down web EXITED exit status 7", "up"],
    ],
    [
      "is killed and restarted between two looks, as its log says",
      [
        [0, well],
        [1, starting, killed],
        [2, starting],
        [3, again],
      ],
      ["up", "down web died (terminated by SIGKILL), restarted by supervisord", "up"],
    ],
    [
      "is killed and runs again between two looks",
      [
        [0, well],
        [1, again, killed],
        [2, again],
      ],
      ["up", "down web died (terminated by SIGKILL), restarted by supervisord", "up"],
    ],
    [
      "is restarted within the second, by process id",
      [
        [0, well],
        [1, { ...well, pid: 11 }, killed],
      ],
      ["up", "down web died (terminated by SIGKILL), restarted by supervisord"],
    ],
    [
      "is restarted by hand between two looks",
      [
        [0, well],
        [1, starting, { kind: "stopped", how: "x" }],
        [2, again],
      ],
      ["up"],
    ],
    [
      "is restarted by hand, step by step",
      [
        [0, well],
        [1, stopping],
        [2, stopped],
        [3, starting],
        [4, again],
      ],
      ["up"],
    ],
    [
      "is restarted, and nobody can say why",
      [
        [0, well],
        [1, starting],
        [2, again],
      ],
      ["up"],
    ],
    [
      "fails to start once, then starts",
      [
        [0, well],
        [1, stopping],
        [2, backoff],
        [3, starting],
        [4, again],
      ],
      ["up"],
    ],
    [
      "fails to start again and again",
      [
        [0, well],
        [1, stopping],
        [2, backoff],
        [4, starting],
        [6, backoff],
        [7, backoff],
      ],
      ["up", "down web BACKOFF exited too quickly"],
    ],
    [
      "gives up",
      [
        [0, well],
        [1, fatal],
        [2, fatal],
      ],
      ["up", "down web FATAL exited too quickly"],
    ],
    [
      "dies and cannot start again",
      [
        [0, well],
        [1, backoff, killed],
        [2, fatal],
      ],
      ["up", "down web BACKOFF exited too quickly", "down web FATAL exited too quickly"],
    ],
    [
      "is starting for too long",
      [
        [0, starting],
        [4, starting],
        [5, starting],
        [60, starting],
        [61, again],
      ],
      ["pending", "up", "down web STARTING for 60 s", "up"],
    ],
    [
      "does not stop",
      [
        [0, well],
        [1, stopping],
        [60, stopping],
        [61, stopping],
        [62, stopped],
      ],
      ["up", "down web STOPPING for 60 s", "up"],
    ],
    [
      "stays stopped",
      [
        [0, well],
        [1, stopped],
        [100, stopped],
      ],
      ["up"],
    ],
    [
      "ends as expected",
      [
        [0, well],
        [1, finished],
        [100, finished],
      ],
      ["up"],
    ],
    [
      "ends as expected and is restarted each time",
      [
        [0, well],
        [1, finished],
        [2, starting],
        [3, again],
        [4, { ...finished, start: 200 }],
        [5, { ...well, start: 300 }],
        [6, { ...finished, start: 300 }],
        [7, { ...well, start: 400 }],
        [8, { ...finished, start: 400 }],
        [9, { ...well, start: 500 }],
      ],
      ["up"],
    ],
    [
      "was killed by a signal that nobody knows",
      [[0, { ...failed, exitStatus: -1, spawnError: "Bad exit code -1" }]],
      ["down web EXITED terminated by a signal"],
    ],
    ["is in a state that nobody knows", [[0, { ...well, state: "UNKNOWN" }]], ["down web UNKNOWN"]],
    [
      "starts anew with supervisord",
      [
        [0, well],
        [1, undefined, "away"],
        [2, starting],
        [3, again],
      ],
      ["up"],
    ],
    [
      "starts anew after supervisord was lost",
      [
        [0, well],
        [1, undefined, "lost"],
        [2, starting],
        [3, again],
      ],
      ["up", "pending", "up"],
    ],
    [
      "was down before supervisord went",
      [
        [0, fatal],
        [1, undefined, "away"],
        [2, starting],
        [3, again],
      ],
      ["down web FATAL exited too quickly", "up"],
    ],
  ])("%s", (_name, looks, told) => {
    expect(story(looks)).toEqual(told);
  });
});

describe("one program that must run", () => {
  test.each<[string, readonly Look[], readonly string[]]>([
    [
      "is stopped for longer than downAfter",
      [
        [0, well],
        [1, stopped],
        [5, stopped],
        [6, stopped],
        [7, again],
      ],
      ["up", "down web STOPPED", "up"],
    ],
    ["was never started", [[0, { ...stopped, start: 0 }]], ["down web STOPPED was never started"]],
    [
      "ended as expected",
      [
        [0, well],
        [1, finished],
        [7, finished],
      ],
      ["up", "down web EXITED exit status 0"],
    ],
    [
      "is restarted by hand",
      [
        [0, well],
        [1, stopping],
        [2, stopped],
        [3, starting],
        [4, again],
      ],
      ["up"],
    ],
    [
      "is gone from the config",
      [
        [0, well],
        [1, undefined],
        [6, undefined],
        [7, well],
      ],
      ["up", "pending", "down web is not known to supervisord", "up"],
    ],
    ["was never known", [[0, undefined]], ["down web is not known to supervisord"]],
  ])("%s", (_name, looks, told) => {
    expect(story(looks, { mustRun: true }, ["web"])).toEqual(told);
  });
});

test("three deaths within five minutes are a crash loop, until they are five minutes old", () => {
  const run = (start: number): ProgramState => ({ ...well, start, pid: start });
  const looks: Look[] = [[0, run(1)]];
  for (const second of [10, 20, 30]) looks.push([second, run(second), killed], [second + 1, run(second)]);
  looks.push([200, run(30)], [309, run(30)], [311, run(30)]);
  expect(story(looks)).toEqual([
    "up",
    ...Array.from({ length: 2 }, () => [
      "down web died (terminated by SIGKILL), restarted by supervisord",
      "up",
    ]).flat(),
    "down web died (terminated by SIGKILL), restarted by supervisord",
    "down web is in a crash loop: 3 restarts within 5 min",
    "up",
  ]);
});

test("restarts that nobody can explain are a crash loop when there are three", () => {
  const looks = [1, 2, 3, 4].map((start): Look => [start, { ...well, start }]);
  expect(story(looks)).toEqual(["up", "down web is in a crash loop: 3 restarts within 5 min"]);
});

describe("several programs", () => {
  const many = Array.from({ length: 300 }, (_, index): ProgramState => {
    const name = `p${index}`;
    return { ...fatal, id: name, name, group: name, spawnError: "x".repeat(5000) };
  });

  test("only five culprits are named, each within bounds", () => {
    const chosen = choosePrograms([...many, well], undefined);
    const { result } = judgePrograms({ chosen, now: 0, ends: new Map() }, noProgramsHistory, usual);
    expect(result.message).toMatch(/^300 of 301 programs: p0 FATAL x+…; p1 FATAL .*; p4 FATAL x+…; and 295 more$/);
    expect(result.message.length).toBeLessThan(1200);
  });

  test("names choose programs, groups and members as supervisorctl does", () => {
    const programs = programsIn(allProcessInfo);
    const ids = (names: readonly string[]) => choosePrograms(programs, names).programs.map(({ id }) => id);
    expect(ids(["web"])).toEqual(["web"]);
    expect(ids(["web:web"])).toEqual(["web"]);
    expect(ids(["workers:*", "web"])).toEqual(["web", "workers:workers_00", "workers:workers_01"]);
    expect(ids(["workers:workers_01"])).toEqual(["workers:workers_01"]);
  });

  test.each([
    ["workers", 'workers is not known to supervisord, did you mean "workers:*"?'],
    ["worker:*", 'worker:* is not known to supervisord, did you mean "workers:*"?'],
    ["workers_00", 'workers_00 is not known to supervisord, did you mean "workers:workers_00"?'],
    ["webb", 'webb is not known to supervisord, did you mean "web"?'],
    ["mailer-daemon", "mailer-daemon is not known to supervisord"],
  ])("a name that is wrong is DOWN, with what may be meant: %s", (name, message) => {
    const chosen = choosePrograms(programsIn(allProcessInfo), [name]);
    const { result } = judgePrograms({ chosen, now: 0, ends: new Map() }, noProgramsHistory, usual);
    expect(result).toEqual({ status: "down", message });
  });

  test.each(["", "*", "a:b:c", "a:", ":a", "a*", "a\nb"])("%j is no name of a program", (name) => {
    expect(programName.safeParse(name).success).toBe(false);
  });

  test.each<[readonly ProgramState[], string]>([
    [[], "supervisord is running, without a program"],
    [[well], "web is RUNNING"],
    [[well, { ...well, id: "b" }], "all 2 programs are RUNNING"],
    [[well, { ...stopped, id: "b" }, { ...finished, id: "c" }], "1 of 3 programs are RUNNING, 1 STOPPED, 1 EXITED"],
  ])("UP says how many run: %#", (programs, message) => {
    const chosen = choosePrograms(programs, undefined);
    const { result } = judgePrograms({ chosen, now: 0, ends: new Map() }, noProgramsHistory, usual);
    expect(result).toEqual({ status: "up", message });
  });
});
