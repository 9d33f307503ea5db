import type { CheckResult } from "../check.ts";
import { atWorkForMs, downForMs, upForMs } from "./since-when.ts";
import { longestPatienceMs, patienceMs } from "./change-limits.ts";
import { classifyUnit, type UnitStanding } from "./classify-unit.ts";
import { describeActivity, hasLostItsProcesses } from "./describe-unit.ts";
import { formatDuration } from "@kumakit/text";
import { crashLoopIn } from "../shared/crash-loop.ts";
import { neededMs, noRuns, noteRuns, recyclingNote, wasAutomatic, type RunHistory } from "./note-runs.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** The memory of a unit between two looks. */
export interface UnitHistory {
  /** What was last known for certain. */
  readonly known: "nothing" | "up" | "down";
  /** Since when it is neither UP nor DOWN, monotonic ms. */
  readonly unsettledSince?: number;
  /** The kind of standing it is in since `phaseSince`; of a change with systemd's word for it. */
  readonly phase?: string;
  readonly phaseSince?: number;
  readonly runs: RunHistory;
}

/** The history of a unit that was never looked at. */
export const noUnitHistory: UnitHistory = { known: "nothing", runs: noRuns };

/** When a judgement is made, and how patient it is. */
export interface JudgeOptions {
  /** Ms by systemd's monotonic clock. */
  readonly now: number;
  /** How long a unit may stay away after it stopped without a failure, in ms. */
  readonly downAfterMs: number;
  /** How long a oneshot may be at work, in ms; for ever when undefined. */
  readonly maxRuntimeMs?: number | undefined;
  /** While the host boots: until when a unit that has not failed is waited for, monotonic ms. */
  readonly bootingUntil?: number | undefined;
}

/** A judgement, and what to remember for the next one. */
export interface UnitVerdict {
  readonly result: CheckResult;
  readonly history: UnitHistory;
  /** Look again after so many ms even if nothing is heard: a limit ends then. */
  readonly lookAgainAfterMs?: number;
}

function settled(status: "up" | "down", message: string, runs: RunHistory): UnitVerdict {
  return { result: { status, message }, history: { known: status, runs } };
}

interface Waiting {
  readonly state: UnitState;
  readonly standing: UnitStanding;
  readonly history: UnitHistory;
  readonly runs: RunHistory;
}

/** Waits until the change ends, or its limit. */
function waitFor({ state, standing, history, runs }: Waiting, options: JudgeOptions): UnitVerdict {
  const { now, downAfterMs, bootingUntil = 0 } = options;
  const limitMs = standing.kind === "stopped" ? downAfterMs : patienceMs(state, downAfterMs);
  // systemd has a limit for each step of a start or stop.
  const phase = standing.kind === "stopped" ? standing.kind : `${standing.kind} ${state.activeState}/${state.subState}`;
  const phaseSince = history.phase === phase ? (history.phaseSince ?? now) : now;
  const unsettledSince = history.unsettledSince ?? now;
  const settledBy = Math.min(phaseSince + limitMs, unsettledSince + longestPatienceMs(state, downAfterMs));
  const until = Math.max(settledBy, bootingUntil);
  if (now >= until) {
    const tooLong = standing.kind === "stopped" ? "" : ` for ${formatDuration(now - unsettledSince)}`;
    const verdict = settled("down", standing.message + tooLong, runs);
    // systemd forgets a unit that stopped and that nothing refers to.
    return { ...verdict, result: { ...verdict.result, sinceMs: now - unsettledSince } };
  }
  const message = now < bootingUntil ? `${standing.message}, the host is booting` : standing.message;
  // Only what is about to run may count as running.
  const countsAsUp = now < bootingUntil && standing.kind === "changing";
  return {
    result: { status: "pending", message, ...(countsAsUp ? { countsAsUp } : {}) },
    history: { known: history.known, runs, unsettledSince, phase, phaseSince },
    lookAgainAfterMs: until - now,
  };
}

/** Since when the present run lasts; undefined when it does not run. */
function runsSince({ state, history }: Waiting, now: number): number {
  const { activeEnterAt = 0 } = state;
  if (activeEnterAt > 0 && activeEnterAt <= now) return activeEnterAt;
  return history.phase === "up" ? (history.phaseSince ?? now) : now;
}

/** Whether it runs, but was DOWN before, or has just been restarted and nobody knows why. */
function mustLast({ standing, state, history, runs }: Waiting): boolean {
  if (standing.canEnd !== true) return false;
  if (history.known === "down") return true;
  const wasJustRestarted = wasAutomatic(runs, state) && (state.activeEnterAt ?? 0) > 0 && runs.endBefore !== "clean";
  return history.known === "nothing" && wasJustRestarted;
}

/** Waits until what was DOWN has run for a while. */
function waitUntilSteady(waiting: Waiting, now: number): UnitVerdict {
  const { standing, history, runs } = waiting;
  const phaseSince = runsSince(waiting, now);
  const sinceMs = now - phaseSince;
  const leftMs = neededMs(runs, waiting.state) - sinceMs;
  if (leftMs <= 0) {
    const { result, history: next } = settled("up", standing.message, runs);
    return { result: { ...result, sinceMs }, history: next };
  }
  return {
    result: { status: "pending", message: standing.message },
    history: { known: history.known, runs, phase: "up", phaseSince },
    lookAgainAfterMs: leftMs,
  };
}

function judgeStanding(waiting: Waiting, options: JudgeOptions): UnitVerdict {
  const { standing, history, runs } = waiting;
  if (mustLast(waiting)) return waitUntilSteady(waiting, options.now);
  if (standing.kind === "up" || standing.kind === "down") return settled(standing.kind, standing.message, runs);
  const job = judgeJob(waiting, options);
  if (job !== undefined) return job;
  // What was DOWN stays DOWN until it is UP for certain; a start under way does not replace the reason.
  if (history.known === "down") {
    return standing.kind === "stopped"
      ? settled("down", standing.message, runs)
      : { result: { status: "pending", message: standing.message }, history: { known: "down", runs } };
  }
  // Nobody has seen it run, and it cannot: there is no restart to wait for.
  const isNew = history.known === "nothing" && history.phase === undefined;
  if (isNew && standing.kind === "stopped" && !canStillStart(waiting.state)) {
    return settled("down", standing.message, runs);
  }
  return waitFor(waiting, options);
}

/** A oneshot at work. Only its owner knows how long that may take: a backup may run for a day. */
function judgeJob({ state, standing, history, runs }: Waiting, options: JudgeOptions): UnitVerdict | undefined {
  if (standing.kind !== "running-job") return undefined;
  const { now, maxRuntimeMs = Number.POSITIVE_INFINITY } = options;
  const forMs = atWorkForMs(state, now) ?? 0;
  const leftMs = maxRuntimeMs - forMs;
  if (leftMs <= 0) {
    const limits = `for ${formatDuration(forMs)}, limit ${formatDuration(maxRuntimeMs)}`;
    const { result, history: next } = settled("down", `${standing.message} ${limits}`, runs);
    return { result: { ...result, sinceMs: -leftMs }, history: next };
  }
  const again = Number.isFinite(leftMs) ? { lookAgainAfterMs: leftMs } : {};
  // A start says nothing of how it will end.
  if (history.known !== "down") return { ...settled("up", standing.message, runs), ...again };
  return { result: { status: "pending", message: standing.message }, history: { known: "down", runs }, ...again };
}

/** Neither a boot nor a restart is an excuse for a unit that cannot start, or was not to. */
function canStillStart({ loadState, conditionFailed, assertionFailed }: UnitState): boolean {
  return loadState === "loaded" && !conditionFailed && !assertionFailed;
}

function withoutBoot({ now, downAfterMs, maxRuntimeMs }: JudgeOptions): JudgeOptions {
  return { now, downAfterMs, maxRuntimeMs };
}

/**
 * Judges a unit: UP, DOWN with the reason, or still changing. Pure.
 *
 * @param state - what systemd says now
 * @param history - what the last verdict said to remember; {@link noUnitHistory} at first
 * @param options - the present time and the patience
 */
export function judgeUnit(state: UnitState, history: UnitHistory, options: JudgeOptions): UnitVerdict {
  const verdict = judgeNow(state, history, options);
  const { status } = verdict.result;
  const sinceMs =
    status === "down" ? downForMs(state, options.now) : status === "up" ? upForMs(state, options.now) : undefined;
  return sinceMs === undefined ? verdict : { ...verdict, result: { ...verdict.result, sinceMs } };
}

function judgeNow(state: UnitState, history: UnitHistory, options: JudgeOptions): UnitVerdict {
  const runs = noteRuns(history.runs, state, options.now);
  const standing = withNote(standingOf(state, runs), runs);
  const waiting = { state, standing, history, runs };
  const verdict = judgeStanding(waiting, canStillStart(state) ? options : withoutBoot(options));
  const crashLoop = crashLoopIn(runs.deaths);
  // The wait for the next start is not a reason; a loop is one.
  const isBetweenRuns = standing.kind === "stopped" && state.activeState === "activating";
  if (crashLoop === undefined || (verdict.result.status === "down" && !isBetweenRuns)) return verdict;
  const message = `${state.unit} is in a crash loop: ${crashLoop.restarts} restarts within 5 min`;
  return { ...settled("down", message, runs), lookAgainAfterMs: crashLoop.endsAt - options.now };
}

/** A reload of what had nothing left to lose looks as if it had. */
function standingOf(state: UnitState, { finished = "" }: RunHistory): UnitStanding {
  const isOld = finished !== "" && finished === state.invocationId;
  return isOld && hasLostItsProcesses(state)
    ? { kind: "up", message: describeActivity(state), canEnd: true }
    : classifyUnit(state);
}

function withNote(standing: UnitStanding, runs: RunHistory): UnitStanding {
  return standing.kind === "up" ? { ...standing, message: standing.message + recyclingNote(runs) } : standing;
}
