import { hasLostItsProcesses } from "./describe-unit.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** How long ago it was, in ms; undefined when that is not known, or cannot be. */
function ago(at: number | undefined, now: number): number | undefined {
  return at === undefined || at <= 0 || at > now ? undefined : now - at;
}

/** A oneshot does its work before it is active, if it ever is: its end counts. */
function isJob({ serviceType, subState }: UnitState): boolean {
  return serviceType === "oneshot" && subState !== "exited";
}

/** Whether a oneshot is doing its work. */
function isAtWork({ serviceType, activeState, subState }: UnitState): boolean {
  return serviceType === "oneshot" && activeState === "activating" && subState.startsWith("start");
}

/** For how long a oneshot has been at work, in ms; undefined when it is not, or when systemd has not said it. */
export function atWorkForMs(state: UnitState, now: number): number | undefined {
  return isAtWork(state) ? ago(state.stateChangeAt, now) : undefined;
}

/**
 * For how long a unit has not run: from the moment when it left `active`, however late that was noticed.
 *
 * @param state - of a unit that is DOWN
 * @param now - monotonic ms
 * @returns ms; undefined when systemd has not said it
 */
export function downForMs(state: UnitState, now: number): number | undefined {
  if (hasLostItsProcesses(state)) return ago(state.stateChangeAt, now);
  // The end of the run before says nothing of one that hangs.
  if (isAtWork(state)) return undefined;
  const rest = ago(state.inactiveEnterAt, now);
  return isJob(state) ? rest : (ago(state.activeExitAt, now) ?? rest);
}

/** Whether a unit runs, and goes down with the host; the end of a job stays true. */
export function isRun(state: UnitState): boolean {
  return state.activeState !== "inactive" && !isJob(state);
}

/** As {@link downForMs}, of a unit that is UP. */
export function upForMs(state: UnitState, now: number): number | undefined {
  return ago(isJob(state) ? state.inactiveEnterAt : state.activeEnterAt, now);
}
