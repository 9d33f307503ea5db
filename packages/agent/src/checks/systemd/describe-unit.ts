import { exitCodeName, signalName } from "./exit-status-name.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** How a run ended, in words, where the exit of the main process says nothing of it. */
export const plainResults: Readonly<Record<string, string>> = {
  timeout: "timeout",
  watchdog: "watchdog timeout",
  "oom-kill": "out of memory",
  protocol: "broke its start-up protocol",
  resources: "a resource could not be had",
  "exec-condition": "ExecCondition= was not met",
  "trigger-limit-hit": "trigger limit hit: it was triggered too often",
  "service-start-limit-hit": "start limit hit by its service, which failed too often",
  "mount-start-limit-hit": "start limit hit by its mount, which failed too often",
  "unit-start-limit-hit": "start limit hit by its unit, which failed too often",
};

/** Words for an active unit in some states; `running` of a service needs no other word. */
export const activities: Readonly<Record<string, string>> = {
  listening: "is listening",
  mounted: "is mounted",
  plugged: "is there",
  waiting: "is waiting",
  elapsed: "has elapsed, no next run is due",
  exited: "has finished and stays active",
};

function mainProcessEnd({ execMainCode, execMainStatus }: UnitState): string | undefined {
  if (execMainCode === 2) return `signal ${signalName(execMainStatus)}`;
  if (execMainCode === 3) return `signal ${signalName(execMainStatus)}, core dumped`;
  return execMainCode === 1 && execMainStatus !== 0 ? `exit code ${exitCodeName(execMainStatus)}` : undefined;
}

/**
 * Whether the failure is not the main process's end, because that has ended otherwise: a stop that its `ExecStopPost=`
 * spoils, say.
 */
function isOfAnother({ result, execMainCode }: UnitState): boolean {
  const codes: Readonly<Record<string, number>> = { "exit-code": 1, signal: 2, "core-dump": 3 };
  return (codes[result] ?? execMainCode) !== execMainCode;
}

/** Why the unit's last run failed, as `exit code 203/EXEC` or `signal KILL`. */
function causeOf(state: UnitState): string {
  const end = isOfAnother(state) ? undefined : mainProcessEnd(state);
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

/** A running unit goes on, but systemd cannot start it again when it cannot load it. */
export const noNextStart: Readonly<Record<string, string>> = {
  masked: ", but it is masked: it cannot be started again",
  "not-found": ", but its unit file is gone: it cannot be started again",
  "bad-setting": ", but its unit file has an error: it cannot be started again",
  error: ", but its unit file cannot be read: it cannot be started again",
};

/**
 * Whether a daemon is gone although systemd has its unit active (`RemainAfterExit=yes`), as it has all init scripts: the
 * main process was killed, or a unit that leaves a daemon behind had processes and has none.
 */
export function hasLostItsProcesses(state: UnitState): boolean {
  const { activeState, subState, serviceType, execMainCode, activeEnterAt = 0, stateChangeAt = 0 } = state;
  if (activeState !== "active" || subState !== "exited" || serviceType === "oneshot") return false;
  // One that has left nothing behind passed from its start to its end in one moment.
  return execMainCode >= 2 || (serviceType === "forking" && stateChangeAt > activeEnterAt);
}

/** As `exim4.service is not running: its processes are gone (active/exited)`. */
export function describeLoss(state: UnitState): string {
  const end = mainProcessEnd(state);
  const why = end === undefined ? "" : `, ${end}`;
  return `${state.unit} is not running: its processes are gone${why} (${stateName(state)})`;
}

/** As `cups.service waits for cups.socket (inactive/dead)`. */
export function describeWaiting(state: UnitState): string {
  const skipped = state.conditionFailed ? "; a condition for its last start was not met" : "";
  return `${state.unit} waits for ${state.waitsFor} (${stateName(state)})${skipped}`;
}

/** A unit that does nothing itself, as Debian's postgresql.service, is active whatever becomes of what it stands for. */
function isUmbrella({ serviceType, subState, program = "" }: UnitState): boolean {
  return serviceType === "oneshot" && subState === "exited" && /^(?:\/usr)?\/bin\/true$/.test(program);
}

/** As `nginx.service is running (active/running)`. */
export function describeActivity(state: UnitState): string {
  const { unit, subState, loadState } = state;
  const activity = unit.endsWith(".target") ? "is reached" : (activities[subState] ?? "is running");
  const umbrella = isUmbrella(state) ? ": it runs nothing itself, watch the units that it stands for" : "";
  return `${unit} ${activity} (${stateName(state)})${umbrella}${noNextStart[loadState] ?? ""}`;
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

/** As `nginx.service failed: an assertion for its start was not met`; to systemd such a unit has only not run. */
export function describeRefusal({ unit }: UnitState): string {
  return `${unit} failed: an assertion for its start was not met`;
}

/** As `nginx.service is not running (inactive/dead)`. */
export function describeAbsence(state: UnitState): string {
  const condition = state.conditionFailed ? ", a condition for its start was not met" : "";
  return `${state.unit} is not running (${stateName(state)})${condition}`;
}

/** So many are named; of the rest only their number is said. */
const mostNamed = 5;

/** Joins what is to be said of several culprits: `a failed: …; b failed: …; and 3 more`. */
export function joinCulprits(messages: readonly string[]): string {
  const rest = messages.length - mostNamed;
  return [...messages.slice(0, mostNamed), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
