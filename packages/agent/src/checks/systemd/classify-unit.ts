import {
  describeAbsence,
  describeActivity,
  describeBadLoad,
  describeFailure,
  describeLoss,
  describeRefusal,
  describeWaiting,
  hasLostItsProcesses,
  stateName,
} from "./describe-unit.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** The meaning of a state, taken alone. */
export interface UnitStanding {
  /**
   * - `up`, `down`: for certain;
   * - `stopped`: away without a failure; DOWN only if it stays away;
   * - `changing`: a start, a stop or a job is under way; DOWN only if that does not end;
   * - `running-job`: a oneshot does its work; how the last run ended still counts.
   */
  readonly kind: "up" | "down" | "stopped" | "changing" | "running-job";
  readonly message: string;
  /** It runs now, and may end the next moment. */
  readonly canEnd?: boolean;
}

const runs: ReadonlySet<string> = new Set(["active", "reloading", "refreshing"]);
const cannotRun: ReadonlySet<string> = new Set(["not-found", "masked", "bad-setting", "error"]);

function classifyInactive(state: UnitState): UnitStanding {
  if (state.result !== "success") return { kind: "down", message: describeFailure(state) };
  if (state.assertionFailed) return { kind: "down", message: describeRefusal(state) };
  if (state.serviceType === "oneshot" && !state.conditionFailed) {
    // When nothing holds it loaded, systemd forgets a oneshot with its end.
    const course = state.invocationId === "" ? "has not failed; no run of it is on record" : "finished successfully";
    return { kind: "up", message: `${state.unit} ${course} (${stateName(state)})` };
  }
  if (waitsForTrigger(state)) return { kind: "up", message: describeWaiting(state) };
  return { kind: "stopped", message: describeAbsence(state) };
}

/** A timer tries again, while a socket whose service a condition keeps from starting answers nobody. */
function waitsForTrigger({ waitsFor, conditionFailed }: UnitState): boolean {
  return waitsFor !== undefined && (!conditionFailed || waitsFor.endsWith(".timer"));
}

function classifyMoving(state: UnitState): UnitStanding {
  const failed = state.result !== "success";
  if (state.subState.startsWith("auto-restart")) {
    return failed
      ? { kind: "down", message: describeFailure(state) }
      : { kind: "stopped", message: `${state.unit} ended and waits for its next start (${stateName(state)})` };
  }
  if (state.activeState === "deactivating" && failed && !state.hasJob) {
    return { kind: "down", message: describeFailure(state) };
  }
  const verb = state.activeState === "deactivating" ? "stopping" : "starting";
  return { kind: "changing", message: `${state.unit} is ${verb} (${stateName(state)})` };
}

/**
 * Classifies the state of a unit, without its past.
 *
 * @param state - what systemd says
 */
export function classifyUnit(state: UnitState): UnitStanding {
  if (runs.has(state.activeState)) {
    if (hasLostItsProcesses(state)) return { kind: "down", message: describeLoss(state) };
    return { kind: "up", message: describeActivity(state), canEnd: true };
  }
  // A oneshot has its start job for as long as it works.
  if (state.serviceType === "oneshot" && state.activeState === "activating" && state.subState.startsWith("start")) {
    return { kind: "running-job", message: `${state.unit} is at work (${stateName(state)})` };
  }
  if (state.activeState === "activating" || state.activeState === "deactivating") return classifyMoving(state);
  // A restart passes through `failed` or `inactive` while its job goes on.
  if (state.hasJob) return { kind: "changing", message: `${state.unit} is about to change (${stateName(state)})` };
  if (cannotRun.has(state.loadState)) return { kind: "stopped", message: describeBadLoad(state) };
  if (state.activeState === "inactive") return classifyInactive(state);
  return { kind: "down", message: describeFailure(state) };
}
