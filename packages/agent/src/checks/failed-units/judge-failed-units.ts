import type { CheckResult } from "../check.ts";
import { describeFailure, joinCulprits } from "../systemd/describe-unit.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** The units that have failed and have not been well since. */
export type FailedBefore = ReadonlySet<string>;

/** The report on the failed units, and the memory for the next one. */
export interface FailedUnitsVerdict {
  readonly result: CheckResult;
  readonly failed: FailedBefore;
}

/** The states of units that tell whether there are failed ones: those in between belong to it. */
export const failedUnitStates = ["failed", "activating", "deactivating"] as const;

/** Whether a unit is in a failed state that does not pass by itself. */
function hasFailed({ activeState, subState, hasJob }: UnitState): boolean {
  return activeState === "failed" && !hasJob && !subState.endsWith("before-auto-restart");
}

/**
 * Judges the failed units of a host together. One that has failed counts until it runs, has finished well, or is gone:
 * a new start alone says nothing. Pure.
 *
 * @param states - those in one of {@link failedUnitStates}
 * @param before - what the last verdict said to remember; an empty set at first
 * @param isIgnored - whether a unit's failures are of no interest
 */
export function judgeFailedUnits(
  states: readonly UnitState[],
  before: FailedBefore,
  isIgnored: (unit: string) => boolean,
): FailedUnitsVerdict {
  const failedNow = states.filter((state) => hasFailed(state));
  const culprits = failedNow.filter(({ unit }) => !isIgnored(unit));
  const trying = states.filter((state) => !hasFailed(state) && before.has(state.unit));
  const failed = new Set([...culprits, ...trying].map(({ unit }) => unit));
  if (culprits.length > 0) {
    const number = culprits.length === 1 ? "" : `${culprits.length} units have failed: `;
    const message = number + joinCulprits(culprits.map((state) => describeFailure(state)));
    return { result: { status: "down", message }, failed };
  }
  if (trying.length > 0) {
    const message = joinCulprits(trying.map(({ unit }) => `${unit} failed and is tried again`));
    return { result: { status: "pending", message }, failed };
  }
  const ignored = failedNow.length === 0 ? "" : ` beside ${failedNow.length} to be ignored`;
  return { result: { status: "up", message: `no unit has failed${ignored}` }, failed };
}
