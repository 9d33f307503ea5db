import { endsAsForeseen, wasSkipped } from "./foreseen-end.ts";
import { limitMs } from "./time-span.ts";
import type { UnitState } from "./unit-state.ts";

/** The properties a {@link UnitState} is made of, as text, whether they came over D-Bus or from `systemctl show`. */
export const unitPropertyNames = [
  "LoadState",
  "ActiveState",
  "SubState",
  "InvocationID",
  "Job",
  "ConditionResult",
  "ConditionTimestampMonotonic",
  "AssertResult",
  "AssertTimestampMonotonic",
  "Result",
  "Type",
  "NRestarts",
  "ExecMainCode",
  "ExecMainStatus",
  "UnitFileState",
  "ExecStart",
  "ActiveEnterTimestampMonotonic",
  "ActiveExitTimestampMonotonic",
  "InactiveEnterTimestampMonotonic",
  "ExecMainStartTimestampMonotonic",
  "ExecMainExitTimestampMonotonic",
  "Restart",
  "RestartForceExitStatus",
  "RuntimeMaxUSec",
  "StateChangeTimestampMonotonic",
  "TimeoutStartUSec",
  "TimeoutStopUSec",
  "TimeoutUSec",
  "TriggeredBy",
] as const;

/** The name of a property that matters here. */
export type UnitPropertyName = (typeof unitPropertyNames)[number];

/** The properties of one unit; a missing one never came. */
export type UnitProperties = Partial<Record<UnitPropertyName, string>>;

const names: ReadonlySet<string> = new Set(unitPropertyNames);

/** Whether a property of systemd matters here. */
export function isUnitPropertyName(name: string): name is UnitPropertyName {
  return names.has(name);
}

function isZero(text: string | undefined): boolean {
  return text === undefined || text === "" || text === "0";
}

function numberOf(text: string | undefined): number {
  const number = Number(text ?? 0);
  return Number.isSafeInteger(number) ? number : 0;
}

/** A time of systemd, in µs, as whole ms. */
function msOf(us: string | undefined): number {
  return Math.round(numberOf(us) / 1000);
}

/** `systemctl` puts a name with a backslash into quotes, and a backslash before the backslash. */
function namesIn(text: string | undefined): readonly string[] {
  const parts = (text ?? "").split(" ").filter((name) => name !== "");
  return parts.map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll("\\\\", "\\") : name));
}

/** A unit that was never started says `no` too, with no time to it. */
function isUnmet(result: string | undefined, at: string | undefined): boolean {
  return result === "no" && !isZero(at);
}

/** Mounts, sockets and swaps have one limit for both. */
function limitsOf({ TimeoutStartUSec, TimeoutStopUSec, TimeoutUSec }: UnitProperties) {
  return {
    startLimitMs: limitMs(TimeoutStartUSec ?? TimeoutUSec),
    stopLimitMs: limitMs(TimeoutStopUSec ?? TimeoutUSec),
  };
}

/** Where the unit is and how its last run ended: one that its file foresees is not a failure. */
function endOf(properties: UnitProperties) {
  const { ActiveState: activeState = "inactive", SubState: subState = "", Result = "success" } = properties;
  const isSkipped = wasSkipped(properties);
  const isForeseen = endsAsForeseen(properties);
  const result = isSkipped || isForeseen ? "success" : Result;
  // What is called failed and is about to be started again is on its way, as it is in the next moment.
  return isForeseen && activeState === "failed"
    ? { activeState: "activating", subState: "auto-restart", result, isSkipped }
    : { activeState, subState, result, isSkipped };
}

/** Makes a state of properties; what is missing counts as never set. */
export function unitStateOf(unit: string, properties: UnitProperties): UnitState {
  const { result, isSkipped, ...phase } = endOf(properties);
  const conditionFailed = isSkipped || isUnmet(properties.ConditionResult, properties.ConditionTimestampMonotonic);
  return {
    unit,
    loadState: properties.LoadState ?? "loaded",
    ...phase,
    result,
    execMainCode: numberOf(properties.ExecMainCode),
    execMainStatus: numberOf(properties.ExecMainStatus),
    nRestarts: numberOf(properties.NRestarts),
    invocationId: properties.InvocationID ?? "",
    hasJob: !isZero(properties.Job),
    // Timers and sockets have no Type, mounts have another one.
    serviceType: unit.endsWith(".service") ? (properties.Type ?? "") : "",
    conditionFailed,
    // An assertion's result, for a start that its conditions let through; conditions are looked at first.
    assertionFailed: !conditionFailed && isUnmet(properties.AssertResult, properties.AssertTimestampMonotonic),
    unitFileState: properties.UnitFileState ?? "",
    program: properties.ExecStart ?? "",
    activeEnterAt: msOf(properties.ActiveEnterTimestampMonotonic),
    activeExitAt: msOf(properties.ActiveExitTimestampMonotonic),
    inactiveEnterAt: msOf(properties.InactiveEnterTimestampMonotonic),
    mainStartAt: msOf(properties.ExecMainStartTimestampMonotonic),
    mainExitAt: msOf(properties.ExecMainExitTimestampMonotonic),
    restart: properties.Restart ?? "",
    stateChangeAt: msOf(properties.StateChangeTimestampMonotonic),
    ...limitsOf(properties),
    triggeredBy: namesIn(properties.TriggeredBy),
  };
}
