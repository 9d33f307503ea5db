import { describe, expect, test } from "vitest";
import { choosePrograms } from "./choose-programs.ts";
import { programName } from "./settings.ts";
import { judgePrograms, noProgramsHistory } from "./judge-programs.ts";
import type { ProgramState } from "./program-state.ts";
import { allProcessInfo, programsIn } from "../../../test/support/recorded-replies.ts";
import { usual, well, stopped, finished, fatal } from "../../../test/support/program-story.ts";

test("the recorded programs: culprits with state and reason, and what is well is not named", () => {
  const chosen = choosePrograms(programsIn(allProcessInfo), undefined);
  const { result } = judgePrograms({ chosen, now: 0, ends: new Map() }, noProgramsHistory, usual);
  expect(result).toEqual({
    status: "down",
    message: "2 of 9 programs: absent FATAL can't find command '/does/not/exist'; broken EXITED exit status 7",
  });
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

  test("are DOWN since the first death, and UP since the last start", () => {
    const judged = (programs: readonly ProgramState[]) =>
      judgePrograms(
        { chosen: choosePrograms(programs, undefined), now: 0, wallMs: 200_500, ends: new Map() },
        noProgramsHistory,
        usual,
      ).result.sinceMs;
    expect(judged([well, { ...fatal, id: "b", stop: 150 }, { ...fatal, id: "c", stop: 160 }])).toBe(50_500);
    expect(judged([well, { ...well, id: "b", start: 190 }])).toBe(10_500);
  });

  test.each(["", "*", "a:b:c", "a:", ":a", "a*", "a\nb"])("%j is not the name of a program", (name) => {
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
