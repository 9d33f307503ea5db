import type { UnitState } from "../../systemd/unit-state.ts";
import { timerPlanOf, type PlanLine, type TimerPlan } from "./timer-plan.ts";

/** The facts on a timer and on the unit that it starts. */
export interface TimerFacts {
  readonly timer: UnitState;
  /** When the timer was started, wall clock, in ms; undefined when it was not. */
  readonly activeSince: number | undefined;
  /** When it started its unit last, wall clock, in ms; undefined when it has not, as far as systemd remembers. */
  readonly lastRunAt: number | undefined;
  /** When it starts its unit next, wall clock, in ms; undefined when never. */
  readonly nextRunAt: number | undefined;
  /** By how much systemd may be late on purpose, in ms: `AccuracySec=`. */
  readonly accuracyMs: number;
  /** What it starts. */
  readonly target: UnitState;
  /** Since when that is at work, wall clock, in ms; undefined when it is not. */
  readonly runningSince: number | undefined;
  /** When its last run ended, wall clock, in ms. */
  readonly lastEndAt: number | undefined;
  /** When the timer means to start it. */
  readonly plan: TimerPlan;
}

/** Times as systemd has them, in µs: of its two clocks. */
export interface RawTimes {
  readonly activeEnter: number;
  readonly lastTrigger: number;
  readonly nextRealtime: number;
  readonly nextMonotonic: number;
  readonly accuracy: number;
  readonly randomDelay: number;
  readonly lines: readonly PlanLine[];
  readonly targetInactiveExit: number;
  readonly targetInactiveEnter: number;
}

/** The present time, in ms, by both clocks of systemd. */
export interface Clocks {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** 0 is never, and so is the largest number. */
function time(us: number): number | undefined {
  return us > 0 && us < Number.MAX_SAFE_INTEGER ? us / 1000 : undefined;
}

/** When the timer elapses next by either clock, wall clock in ms. */
function nextRun({ nextRealtime, nextMonotonic }: RawTimes, { wallMs, monotonicMs }: Clocks): number | undefined {
  const monotonic = time(nextMonotonic);
  const candidates = [time(nextRealtime), monotonic === undefined ? undefined : monotonic - monotonicMs + wallMs];
  const known = candidates.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

const atWork: ReadonlySet<string> = new Set(["active", "activating", "reloading", "deactivating", "refreshing"]);

/**
 * Puts together what is known of a timer.
 *
 * @param units - the states of the timer and of what it starts
 * @param times - as systemd has them
 * @param clocks - read together with them
 */
export function timerFactsOf(
  { timer, target }: Pick<TimerFacts, "timer" | "target">,
  times: RawTimes,
  clocks: Clocks,
): TimerFacts {
  const isAtWork = atWork.has(target.activeState) && !target.subState.startsWith("auto-restart");
  return {
    timer,
    target,
    activeSince: timer.activeState === "active" ? time(times.activeEnter) : undefined,
    lastRunAt: time(times.lastTrigger),
    nextRunAt: nextRun(times, clocks),
    accuracyMs: time(times.accuracy) ?? 0,
    runningSince: isAtWork ? time(times.targetInactiveExit) : undefined,
    lastEndAt: time(times.targetInactiveEnter),
    plan: timerPlanOf(times.lines, times.randomDelay, clocks.wallMs - clocks.monotonicMs),
  };
}
