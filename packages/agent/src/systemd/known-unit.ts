import type { ListedUnit } from "./manager-calls.ts";
import type { UnitProperties } from "./unit-properties.ts";
import type { UnitState } from "./unit-state.ts";

/** The facts on a unit over one connection. */
export interface KnownUnit {
  readonly path: string;
  /** Replaced by others when something changes, never changed. */
  properties?: UnitProperties;
  /** What a signal has said of the properties of the unit's kind, until the one of its others has come. */
  half?: UnitProperties | undefined;
  /** What was last made of the properties: most looks find what the one before has found. */
  made?: { readonly of: UnitProperties; readonly state: UnitState };
  /** Which of all signals was its last, to see whether an answer was overtaken by one. */
  heardAt: number;
  /** Only what matters of a unit that runs is known. */
  isBrief: boolean;
  /** It has to be read whole even if its state is the same. */
  isStale: boolean;
}

/** Whether a state alone says that a unit runs, with nothing under way. */
export function isPlain({ LoadState, ActiveState, SubState, Job = "0" }: UnitProperties): boolean {
  return LoadState === "loaded" && ActiveState === "active" && SubState !== "exited" && Number(Job) === 0;
}

/** Ends that a unit's file may foresee. Any other failure says enough of itself. */
const mayBeForeseen: ReadonlySet<string> = new Set(["success", "exit-code", "timeout"]);

/** Whether more has to be known of a unit that is known briefly. */
export function needsMore({ properties, isBrief }: KnownUnit): boolean {
  if (!isBrief || properties === undefined || isPlain(properties)) return false;
  return mayBeForeseen.has(properties.Result ?? "success");
}

/** Whether the list says of a unit what the signals have said. */
export function isCurrent(
  unit: KnownUnit | undefined,
  { loadState, activeState, subState, jobId }: ListedUnit,
): boolean {
  const { properties, isStale = true } = unit ?? {};
  return (
    !isStale &&
    properties !== undefined &&
    properties.LoadState === loadState &&
    properties.ActiveState === activeState &&
    properties.SubState === subState &&
    Number(properties.Job ?? 0) === jobId
  );
}

/** The list's facts, as properties. */
export function propertiesOf({ loadState, activeState, subState, jobId }: ListedUnit): UnitProperties {
  return { LoadState: loadState, ActiveState: activeState, SubState: subState, Job: String(jobId) };
}
