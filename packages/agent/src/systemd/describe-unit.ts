import { exitCodeName, signalName } from "./exit-status-name.ts";
import type { UnitState } from "./unit-state.ts";

const plainResults: Readonly<Record<string, string>> = {
  timeout: "timeout",
  watchdog: "watchdog timeout",
  "oom-kill": "out of memory",
  protocol: "broke its start-up protocol",
  resources: "a resource could not be had",
};

function mainProcessEnd({ execMainCode, execMainStatus }: UnitState): string | undefined {
  if (execMainCode === 2) return `signal ${signalName(execMainStatus)}`;
  if (execMainCode === 3) return `signal ${signalName(execMainStatus)}, core dumped`;
  return execMainCode === 1 && execMainStatus !== 0 ? `exit code ${exitCodeName(execMainStatus)}` : undefined;
}

/** Why the unit's last run failed, as `exit code 203/EXEC` or `signal KILL`. */
function causeOf(state: UnitState): string {
  const end = mainProcessEnd(state);
  if (state.result === "start-limit-hit") {
    return end === undefined ? "start limit hit" : `start limit hit, last ${end}`;
  }
  return plainResults[state.result] ?? end ?? (state.result === "success" ? "no reason given" : state.result);
}

function afterRestarts({ nRestarts }: UnitState): string {
  if (nRestarts === 0) return "";
  return ` after ${nRestarts} ${nRestarts === 1 ? "restart" : "restarts"}`;
}

/** The state as systemd writes it, as `inactive/dead`. */
export function stateName({ activeState, subState }: UnitState): string {
  return subState === "" ? activeState : `${activeState}/${subState}`;
}

/** As `nginx.service failed: signal KILL after 3 restarts`. */
export function describeFailure(state: UnitState): string {
  const waiting = state.subState.startsWith("auto-restart") ? ", waiting for its next start" : "";
  return `${state.unit} failed: ${causeOf(state)}${afterRestarts(state)}${waiting}`;
}

/** Says that the unit cannot run as it is, as `nginx.service is masked`. */
export function describeBadLoad({ unit, loadState }: UnitState): string {
  if (loadState === "not-found") return `${unit} was not found on this host`;
  if (loadState === "masked") return `${unit} is masked`;
  return `${unit} cannot be loaded: ${loadState}`;
}

/** As `nginx.service is not running (inactive/dead)`. */
export function describeAbsence(state: UnitState): string {
  const condition = state.conditionFailed ? ", a condition for its start was not met" : "";
  return `${state.unit} is not running (${stateName(state)})${condition}`;
}
