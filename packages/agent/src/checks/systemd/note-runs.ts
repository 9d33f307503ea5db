import type { UnitState } from "../../systemd/unit-state.ts";
import { crashLoopRestarts, noteRestarts, type RestartCounts } from "../shared/crash-loop.ts";
import { isRecycling, steadyAfter } from "../shared/steady.ts";
import { hasLostItsProcesses } from "./describe-unit.ts";

/** The memory of the runs of a unit that systemd restarts. Times are monotonic ms. */
export interface RunHistory {
  /** Restarts after a failure. */
  readonly deaths: RestartCounts;
  /** Restarts after an end that was meant. */
  readonly recycled: RestartCounts;
  /** systemd's `NRestarts`, and since when it is so. */
  readonly seen?: { readonly count: number; readonly at: number };
  /** How the run ended that the next rise of the count stands for, when that was seen. */
  readonly end?: RunEnd | undefined;
  /** How the run before the present one ended. */
  readonly endBefore?: RunEnd | undefined;
  /** How long the run lasted that failed last. */
  readonly failedAfterMs?: number | undefined;
  /** The run that had come to its end when it was looked at, with nothing lost: its `InvocationID`. */
  readonly finished?: string | undefined;
  /** The run that `seen.count` belongs to: its `InvocationID`. */
  readonly run?: string | undefined;
  /** The count with which a start by hand was seen: what rises above it is automatic. */
  readonly byHandAt?: number;
}

/** How a run ended: as it was meant to, or not. */
type RunEnd = "clean" | "failed";

/** No run was seen. */
export const noRuns: RunHistory = { deaths: [], recycled: [] };

/** A restart whose end nobody saw is not a death when the runs are at least so long on average, in ms. */
export const longUnseenRunMs = 15_000;

/** `Restart=` of units that systemd restarts after a failure only. */
const restartsAfterFailure: ReadonlySet<string> = new Set(["on-failure", "on-abnormal", "on-abort", "on-watchdog"]);

/** How long the run lasted that has ended. */
function ranMs({ mainStartAt = 0, mainExitAt = 0, activeEnterAt = 0, activeExitAt = 0 }: UnitState) {
  if (mainStartAt > 0 && mainExitAt >= mainStartAt) return mainExitAt - mainStartAt;
  return activeEnterAt > 0 && activeExitAt >= activeEnterAt ? activeExitAt - activeEnterAt : undefined;
}

function endOf(state: UnitState): RunEnd | undefined {
  const hasEnded = state.subState.startsWith("auto-restart") || state.activeState === "failed";
  if (!hasEnded) return undefined;
  return isRecycling(state.result === "success", ranMs(state)) ? "clean" : "failed";
}

function countOf(counts: RestartCounts): number {
  return counts.at(-1)?.count ?? 0;
}

/** An init script, say, that sets something and leaves no process behind. */
function finishedRun({ finished }: RunHistory, state: UnitState): string | undefined {
  const hasFinished = state.activeState === "active" && state.subState === "exited" && !hasLostItsProcesses(state);
  return hasFinished ? state.invocationId : finished;
}

/** The run that the count belongs to; undefined between the count's rise and the start that it stands for. */
function runOf({ hasJob, activeState, subState, invocationId }: UnitState): string | undefined {
  const isBetweenRuns = subState.startsWith("auto-restart") || ["inactive", "failed"].includes(activeState);
  return invocationId === "" || (hasJob && isBetweenRuns) ? undefined : invocationId;
}

function isOtherRun(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now;
}

/**
 * systemd forgets the count with a start by hand, but not when it was just waiting to restart the unit by itself; then the
 * count stays, where an automatic restart would have raised it (`service_stop` and `service_start`, seen on 252).
 */
function isByHand(runs: RunHistory, state: UnitState): boolean {
  if (runs.seen === undefined || state.nRestarts < runs.seen.count) return true;
  return state.nRestarts === runs.seen.count && isOtherRun(runs.run, runOf(state));
}

/** Of several restarts between two looks only the first end can have been seen. */
function noteRises(runs: RunHistory, state: UnitState, now: number): RunHistory {
  const { seen = { count: 0, at: now } } = runs;
  const rises = state.nRestarts - seen.count;
  if (rises === 0) return runs;
  const unseen = rises - (runs.end === undefined ? 0 : 1);
  const meanMs = (now - seen.at) / rises;
  const areUnseenMeant = meanMs >= longUnseenRunMs && !restartsAfterFailure.has(state.restart ?? "");
  const deaths = (runs.end === "failed" ? 1 : 0) + (areUnseenMeant ? 0 : unseen);
  const endBefore = unseen === 0 ? runs.end : areUnseenMeant ? "clean" : "failed";
  return {
    deaths: noteRestarts(runs.deaths, countOf(runs.deaths) + deaths, now),
    recycled: noteRestarts(runs.recycled, countOf(runs.recycled) + rises - deaths, now),
    seen: { count: state.nRestarts, at: now },
    endBefore,
    failedAfterMs: unseen > 0 && endBefore === "failed" ? meanMs : runs.failedAfterMs,
  };
}

/**
 * Notes how a unit's runs end. With a start by hand what was before is forgotten, but for how long the run lasted that
 * failed last.
 *
 * @param runs - what was noted before
 * @param state - as it is now
 * @param now - monotonic ms
 */
export function noteRuns(runs: RunHistory, state: UnitState, now: number): RunHistory {
  const isSameCount = state.nRestarts === runs.seen?.count;
  const isNew = isByHand(runs, state);
  const countByHand = isSameCount ? state.nRestarts : 0;
  const noted: RunHistory = isNew
    ? {
        deaths: noteRestarts([], 0, now),
        recycled: noteRestarts([], 0, now),
        seen: { count: state.nRestarts, at: now },
        failedAfterMs: runs.failedAfterMs,
      }
    : noteRises(
        {
          ...runs,
          deaths: noteRestarts(runs.deaths, countOf(runs.deaths), now),
          recycled: noteRestarts(runs.recycled, countOf(runs.recycled), now),
        },
        state,
        now,
      );
  const known = {
    ...noted,
    byHandAt: isNew ? countByHand : (runs.byHandAt ?? 0),
    run: runOf(state) ?? (isSameCount ? runs.run : undefined),
    finished: finishedRun(runs, state),
  };
  const end = endOf(state);
  if (end === undefined) return known;
  return { ...known, end, ...(end === "failed" ? { failedAfterMs: ranMs(state) } : {}) };
}

/** Whether systemd has started the present run by itself. */
export function wasAutomatic({ byHandAt = 0 }: RunHistory, { nRestarts }: UnitState): boolean {
  return nRestarts > byHandAt;
}

/** How long a unit that runs must have run to be UP, in ms. */
export function neededMs(runs: RunHistory, state: UnitState): number {
  return steadyAfter({
    failedAfterMs: runs.failedAfterMs,
    wasAutomatic: wasAutomatic(runs, state) && runs.endBefore !== "clean",
  });
}

/** Says that a unit is restarted again and again with intent; empty when it is not. */
export function recyclingNote({ recycled }: RunHistory): string {
  const times = countOf(recycled) - (recycled[0]?.count ?? 0);
  return times < crashLoopRestarts ? "" : `; it ended by itself and was restarted ${times} times within 5 min`;
}
