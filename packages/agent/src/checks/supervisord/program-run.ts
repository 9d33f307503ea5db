import type { ProgramHistory, ProgramRun, ProgramSighting } from "./program-history.ts";
import { hasExitedUnexpectedly, type ProgramState } from "./program-state.ts";

/** The states of a program that runs, or is about to. */
export const alive: ReadonlySet<string> = new Set(["RUNNING", "STARTING"]);

/** supervisord starts a program again at once, in ms; after that it was a person. */
const automaticWithinMs = 2_000;

/** Whether a program runs now, or tried to, that is not the run of the last look; nobody was seen to stop it. */
export function wasRestartedUnseen(program: ProgramState, { last }: ProgramHistory): boolean {
  if (last === undefined || !alive.has(last.state)) return false;
  if (program.state === "STOPPED" || program.state === "STOPPING") return false;
  return program.start !== last.start || (program.pid !== 0 && program.pid !== last.pid);
}

function wasStartedByItself({ now, end }: ProgramSighting, { last, phase }: ProgramHistory): boolean {
  if (last === undefined || end?.kind === "finished") return false;
  if (last.state === "EXITED") return now - (phase?.since ?? now) < automaticWithinMs;
  return alive.has(last.state) || last.state === "BACKOFF";
}

/** In ms, of times in s. */
function lengthOf(start: number, end: number): number | undefined {
  return start > 0 && end >= start ? (end - start) * 1000 : undefined;
}

function isSameRun(program: ProgramState, last: ProgramState | undefined): boolean {
  return program.start === last?.start && (program.pid === 0 || program.pid === last.pid);
}

/** How long the run lasted that failed last. */
function failedAfterMs({ program, end }: ProgramSighting, history: ProgramHistory): number | undefined {
  if (hasExitedUnexpectedly(program)) return lengthOf(program.start, program.stop ?? 0);
  const wasMeant = end?.kind === "finished" || end?.kind === "stopped";
  const hasFailed = wasRestartedUnseen(program, history) && !wasMeant;
  return hasFailed ? lengthOf(history.last?.start ?? 0, program.start) : history.run?.failedAfterMs;
}

/**
 * Notes a new run of a program, and how long the one before lasted when it failed.
 *
 * @param sighting - how the program is now
 * @param history - as it was
 */
export function runOf(sighting: ProgramSighting, history: ProgramHistory): ProgramRun {
  const { program, now } = sighting;
  const before = history.run ?? { since: now, wasAutomatic: false };
  const noted = { ...before, failedAfterMs: failedAfterMs(sighting, history) };
  if (isSameRun(program, history.last)) return noted;
  return { ...noted, since: now, wasAutomatic: wasStartedByItself(sighting, history) };
}
