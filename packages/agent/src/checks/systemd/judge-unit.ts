import type { CheckResult } from "../check.ts";
import { downForMs, upForMs } from "./since-when.ts";
import { classifyUnit, type UnitStanding } from "./classify-unit.ts";
import { crashLoopIn, noteRestarts, type RestartCounts } from "../shared/crash-loop.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** How long a start, a stop or a job may take before the unit counts as DOWN, in ms. */
export const changeLimitMs = 10_000;

/** How long stops and changes that follow one another may take together, beyond `downAfter`, in ms. */
export const unsettledLimitMs = 30_000;

/** What failed counts as UP again only when it has run for so long, in ms: a start that fails runs for a moment too. */
export const steadyMs = 1000;

/** What is remembered of a unit between two looks. */
export interface UnitHistory {
  /** What was last known for certain. */
  readonly known: "nothing" | "up" | "down";
  /** Since when it is neither UP nor DOWN, monotonic ms. */
  readonly unsettledSince?: number;
  /** The kind of standing it is in since `phaseSince`. */
  readonly phase?: UnitStanding["kind"];
  readonly phaseSince?: number;
  readonly restarts: RestartCounts;
}

/** The history of a unit that was never looked at. */
export const noUnitHistory: UnitHistory = { known: "nothing", restarts: [] };

/** When a judgement is made, and how patient it is. */
export interface JudgeOptions {
  /** Ms by systemd's monotonic clock. */
  readonly now: number;
  /** How long a unit may stay away after it stopped without a failure, in ms. */
  readonly downAfterMs: number;
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

function settled(status: "up" | "down", message: string, restarts: RestartCounts): UnitVerdict {
  return { result: { status, message }, history: { known: status, restarts } };
}

interface Waiting {
  readonly state: UnitState;
  readonly standing: UnitStanding;
  readonly history: UnitHistory;
  readonly restarts: RestartCounts;
}

/** Waits until the change ends, or its limit. */
function waitFor({ standing, history, restarts }: Waiting, options: JudgeOptions): UnitVerdict {
  const { now, downAfterMs, bootingUntil = 0 } = options;
  const limitMs = standing.kind === "stopped" ? downAfterMs : changeLimitMs;
  const phaseSince = history.phase === standing.kind ? (history.phaseSince ?? now) : now;
  const unsettledSince = history.unsettledSince ?? now;
  const settledBy = Math.min(phaseSince + limitMs, unsettledSince + unsettledLimitMs + downAfterMs);
  const until = Math.max(settledBy, bootingUntil);
  if (now >= until) {
    const tooLong = standing.kind === "stopped" ? "" : ` for ${Math.round((now - unsettledSince) / 1000)} s`;
    const verdict = settled("down", standing.message + tooLong, restarts);
    // systemd forgets a unit that stopped and that nothing refers to.
    return { ...verdict, result: { ...verdict.result, sinceMs: now - unsettledSince } };
  }
  const message = now < bootingUntil ? `${standing.message}, the host is booting` : standing.message;
  // Only what is about to run may count as running.
  const countsAsUp = now < bootingUntil && standing.kind === "changing";
  return {
    result: { status: "pending", message, ...(countsAsUp ? { countsAsUp } : {}) },
    history: { known: history.known, restarts, unsettledSince, phase: standing.kind, phaseSince },
    lookAgainAfterMs: until - now,
  };
}

/** Whether it runs, but was DOWN before. */
function mustLast({ standing, history }: Waiting): boolean {
  return standing.canEnd === true && history.known === "down";
}

/** Waits until what was DOWN has run for a while. */
function waitUntilSteady({ standing, history, restarts }: Waiting, now: number): UnitVerdict {
  const phaseSince = history.phase === "up" ? (history.phaseSince ?? now) : now;
  const sinceMs = now - phaseSince;
  if (sinceMs >= steadyMs) {
    const { result, history: next } = settled("up", standing.message, restarts);
    return { result: { ...result, sinceMs }, history: next };
  }
  return {
    result: { status: "pending", message: standing.message },
    history: { known: "down", restarts, phase: "up", phaseSince },
    lookAgainAfterMs: phaseSince + steadyMs - now,
  };
}

function judgeStanding(waiting: Waiting, options: JudgeOptions): UnitVerdict {
  const { standing, history, restarts } = waiting;
  if (mustLast(waiting)) return waitUntilSteady(waiting, options.now);
  if (standing.kind === "up" || standing.kind === "down") return settled(standing.kind, standing.message, restarts);
  // What was DOWN stays DOWN until it is UP for certain; a start under way does not replace the reason.
  if (history.known === "down") {
    return standing.kind === "stopped"
      ? settled("down", standing.message, restarts)
      : { result: { status: "pending", message: standing.message }, history: { known: "down", restarts } };
  }
  if (standing.kind === "running-job") return settled("up", standing.message, restarts);
  // Nobody has seen it run, and it cannot: there is no restart to wait for.
  const isNew = history.known === "nothing" && history.phase === undefined;
  if (isNew && standing.kind === "stopped" && !canStillStart(waiting.state)) {
    return settled("down", standing.message, restarts);
  }
  return waitFor(waiting, options);
}

/** Neither a boot nor a restart is an excuse for a unit that cannot start, or was not to. */
function canStillStart({ loadState, conditionFailed, assertionFailed }: UnitState): boolean {
  return loadState === "loaded" && !conditionFailed && !assertionFailed;
}

function withoutBoot({ now, downAfterMs }: JudgeOptions): JudgeOptions {
  return { now, downAfterMs };
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
  const restarts = noteRestarts(history.restarts, state.nRestarts, options.now);
  const standing = classifyUnit(state);
  const verdict = judgeStanding(
    { state, standing, history, restarts },
    canStillStart(state) ? options : withoutBoot(options),
  );
  const crashLoop = crashLoopIn(restarts);
  // That it waits for its next start is no reason; that it loops is one.
  const isBetweenRuns = standing.kind === "stopped" && state.activeState === "activating";
  if (crashLoop === undefined || (verdict.result.status === "down" && !isBetweenRuns)) return verdict;
  const message = `${state.unit} is in a crash loop: ${crashLoop.restarts} restarts within 5 min`;
  return { ...settled("down", message, restarts), lookAgainAfterMs: crashLoop.endsAt - options.now };
}
