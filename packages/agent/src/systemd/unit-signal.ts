import { isUnitPropertyName } from "./unit-properties.ts";

/** A signal's content, for the watchers. */
export interface UnitSignal {
  readonly path: string;
  readonly name: string;
  /** The new `ActiveState`, when the signal has it. */
  readonly activeState: string | undefined;
  /** Whether the unit is known here, and all of its change was in the signal. */
  readonly isWhole: boolean;
  /** Whether it has to be read to know what has changed. */
  readonly needsReading: boolean;
}

/** Whether a signal names a property that matters without its value. */
export function isInvalidated(names: unknown): boolean {
  return Array.isArray(names) && names.some((name) => isUnitPropertyName(String(name)));
}
