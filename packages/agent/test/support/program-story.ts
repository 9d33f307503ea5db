import { choosePrograms } from "../../src/checks/supervisord/choose-programs.ts";
import { forgetRuns, judgePrograms, noProgramsHistory } from "../../src/checks/supervisord/judge-programs.ts";
import type { ProgramPatience } from "../../src/checks/supervisord/judge-program.ts";
import type { ProgramEnd } from "../../src/checks/supervisord/last-end.ts";
import type { ProgramState } from "../../src/checks/supervisord/program-state.ts";

export const usual: ProgramPatience = {
  mustRun: false,
  startingTooLongMs: 60_000,
  stoppingTooLongMs: 60_000,
  backoffTooLongMs: 5_000,
  downAfterMs: 5_000,
};

export const well: ProgramState = {
  id: "web",
  name: "web",
  group: "web",
  state: "RUNNING",
  start: 100,
  pid: 10,
  exitStatus: 0,
  spawnError: "",
};
export const stopping: ProgramState = { ...well, state: "STOPPING" };
export const stopped: ProgramState = { ...well, state: "STOPPED", pid: 0, exitStatus: -1 };
export const starting: ProgramState = { ...well, state: "STARTING", start: 200, pid: 11 };
export const again: ProgramState = { ...well, start: 200, pid: 11 };
export const failed: ProgramState = { ...well, state: "EXITED", pid: 0, exitStatus: 7, spawnError: "Bad exit code 7" };
export const finished: ProgramState = { ...well, state: "EXITED", pid: 0 };
export const backoff: ProgramState = {
  ...well,
  state: "BACKOFF",
  start: 200,
  pid: 0,
  spawnError: "Exited too quickly (x)",
};
export const fatal: ProgramState = { ...backoff, state: "FATAL" };
export const killed: ProgramEnd = { kind: "failed", how: "terminated by SIGKILL" };

/** A look, at so many seconds; `end` is what supervisord's log says. */
export type Look = readonly [second: number, program: ProgramState | undefined, end?: ProgramEnd | "away" | "lost"];

/** Follows one program and lists the changes: `up`, `down REASON`, `pending`. */
export function story(
  looks: readonly Look[],
  patience: Partial<ProgramPatience> = {},
  names?: readonly string[],
): string[] {
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
