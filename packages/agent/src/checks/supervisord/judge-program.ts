import { crashLoopIn, noteRestarts } from "../shared/crash-loop.ts";
import { steadyAfter } from "../shared/steady.ts";
import { describeCrashLoop, describeProgram, describeRestart } from "./describe-program.ts";
import type { SoughtEnd } from "./last-end.ts";
import type { ProgramHistory, ProgramRun, ProgramSighting } from "./program-history.ts";
import { alive, runOf, wasRestartedUnseen } from "./program-run.ts";
import { hasExitedUnexpectedly, type ProgramState } from "./program-state.ts";

/** How patient a judgement is; all in ms. */
export interface ProgramPatience {
  /** Whether a program that somebody stopped, or that ended as expected, is DOWN. */
  readonly mustRun: boolean;
  readonly startingTooLongMs: number;
  readonly stoppingTooLongMs: number;
  readonly backoffTooLongMs: number;
  readonly downAfterMs: number;
}

/** Which end supervisord's log should be asked for; undefined when the reply says enough. */
export function soughtEnd(program: ProgramState, history: ProgramHistory): SoughtEnd | undefined {
  if (wasRestartedUnseen(program, history)) {
    if (program.pid !== 0) return { beforePid: program.pid };
    return program.state === "BACKOFF" && program.spawnError.startsWith("Exited") ? "before-last-start" : "last";
  }
  const isNews = history.last?.state !== "EXITED";
  return isNews && hasExitedUnexpectedly(program) && program.exitStatus === -1 ? "last" : undefined;
}

function countDeath({ program, end }: ProgramSighting, history: ProgramHistory): number {
  const { last, deaths } = history;
  // What supervisord's log does not explain counts too: three unexplained restarts deserve a look.
  if (wasRestartedUnseen(program, history)) return end === undefined || end.kind === "failed" ? deaths + 1 : deaths;
  const cameBack = last !== undefined && hasExitedUnexpectedly(last) && program.start !== last.start;
  return cameBack ? deaths + 1 : deaths;
}

function phaseOf({ program, now }: ProgramSighting, { phase }: ProgramHistory): { name: string; since: number } {
  // A program that fails to start goes to and fro between the two.
  const name = program.state === "STARTING" && phase?.name === "BACKOFF" ? "BACKOFF" : program.state;
  return phase?.name === name ? { ...phase } : { name, since: now };
}

type Finding = Pick<ProgramHistory, "known" | "reason">;

const up: Finding = { known: "up" };

/** The known state still counts. */
function asBefore({ known, reason }: ProgramHistory): Finding {
  return known === "down" && reason !== undefined ? { known, reason } : { known };
}

/** A change that goes on: the first heartbeat does not wait for its end, others are well meanwhile. */
function changing(history: ProgramHistory, forMs: number, { downAfterMs }: ProgramPatience): Finding {
  return history.known === "nothing" && forMs >= downAfterMs ? up : asBefore(history);
}

/** DOWN once it lasts; what was DOWN before stays so, with the newest reason. */
function patiently(history: ProgramHistory, lasts: boolean, reason: string): Finding {
  return lasts || history.known === "down" ? { known: "down", reason } : asBefore(history);
}

function tooLong(program: ProgramState, forMs: number): Finding {
  return { known: "down", reason: `${describeProgram(program)} for ${Math.round(forMs / 1000)} s` };
}

function findAlive(history: ProgramHistory, forMs: number, { sighting, patience, run }: FindContext): Finding {
  const { program, end } = sighting;
  if (wasRestartedUnseen(program, history) && end?.kind === "failed") {
    return { known: "down", reason: describeRestart(program, end) };
  }
  if (program.state === "RUNNING") {
    // What was DOWN is UP when it has run for a while: one that loops is one outage.
    // A start by hand has lasted already for as long as supervisord calls it STARTING.
    const isFirst = run.failedAfterMs === undefined && !run.wasAutomatic;
    const hasLasted = isFirst || sighting.now - run.since >= steadyAfter(run);
    return history.known === "down" && !hasLasted ? asBefore(history) : up;
  }
  if (forMs >= patience.startingTooLongMs && history.known !== "down") return tooLong(program, forMs);
  return changing(history, forMs, patience);
}

interface FindContext {
  readonly sighting: ProgramSighting;
  readonly patience: ProgramPatience;
  readonly run: ProgramRun;
}

function findAway(history: ProgramHistory, forMs: number, { sighting, patience }: FindContext): Finding {
  if (!patience.mustRun) return up;
  return patiently(history, forMs >= patience.downAfterMs, describeProgram(sighting.program));
}

function find(history: ProgramHistory, forMs: number, context: FindContext): Finding {
  const { sighting, patience } = context;
  const { program, end } = sighting;
  switch (program.state) {
    case "RUNNING":
    case "STARTING":
      return findAlive(history, forMs, context);
    case "BACKOFF": {
      const died = wasRestartedUnseen(program, history) && end?.kind === "failed";
      return patiently(history, died || forMs >= patience.backoffTooLongMs, describeProgram(program));
    }
    case "STOPPING":
      return forMs >= patience.stoppingTooLongMs ? tooLong(program, forMs) : changing(history, forMs, patience);
    case "STOPPED":
      return findAway(history, forMs, context);
    case "EXITED":
      return hasExitedUnexpectedly(program)
        ? { known: "down", reason: exitReason(sighting, history) }
        : findAway(history, forMs, context);
    default:
      return { known: "down", reason: describeProgram(program) };
  }
}

/** The signal is looked up once, at the first sight of the end. */
function exitReason({ program, end }: ProgramSighting, history: ProgramHistory): string {
  const isSame = history.last?.state === "EXITED" && history.last.start === program.start;
  return (isSame ? history.reason : undefined) ?? describeProgram(program, end);
}

/**
 * Judges one program. Pure.
 *
 * @param sighting - how it is now
 * @param history - what the last judgement said to remember; `noProgramHistory` at first
 * @param patience - how long it may be neither well nor lost
 */
export function judgeProgram(
  sighting: ProgramSighting,
  history: ProgramHistory,
  patience: ProgramPatience,
): ProgramHistory {
  const { program, now } = sighting;
  const phase = phaseOf(sighting, history);
  const deaths = countDeath(sighting, history);
  const restarts = noteRestarts(history.restarts, deaths, now);
  const run = runOf(sighting, history);
  const found = find(history, now - phase.since, { sighting, patience, run });
  const loop = crashLoopIn(restarts);
  const finding: Finding =
    loop !== undefined && found.known !== "down" && alive.has(program.state)
      ? { known: "down", reason: describeCrashLoop(program, loop.restarts) }
      : found;
  return { ...finding, last: program, phase, run, deaths, restarts };
}
