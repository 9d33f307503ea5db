import type { CheckResult } from "../check.ts";
import { joinCulprits } from "./describe-unit.ts";
import { judgeUnit, noUnitHistory, type JudgeOptions, type UnitHistory, type UnitVerdict } from "./judge-unit.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** The memory of a group of units between two looks. */
export interface UnitsHistory {
  readonly units: ReadonlyMap<string, UnitHistory>;
  /** Since when there are too few, monotonic ms. */
  readonly tooFewSince?: number;
}

/** The history of a group that was never looked at. */
export const noUnitsHistory: UnitsHistory = { units: new Map() };

/** How a group is judged. */
export interface JudgeUnitsOptions extends JudgeOptions {
  /** What the group is called, as `app@*.service`. */
  readonly pattern: string;
  /** How many units there must be. */
  readonly atLeast: number;
}

/** A judgement of a group, and what to remember for the next one. */
export interface UnitsVerdict {
  readonly result: CheckResult;
  readonly history: UnitsHistory;
  /** Look again after so many ms even if nothing is heard. */
  readonly lookAgainAfterMs?: number;
}

/**
 * Whether a loaded unit belongs to a group. systemd also has units loaded that others merely mention; and one that was
 * stopped by hand and is not meant to start at boot has left the group, whether systemd still has it loaded or not.
 */
function counts(state: UnitState): boolean {
  const { activeState, loadState, unitFileState = "", result, hasJob, serviceType, invocationId, waitsFor } = state;
  if (waitsFor !== undefined) return true;
  if (activeState !== "inactive" || hasJob || result !== "success") return true;
  if (loadState === "not-found" || loadState === "masked") return false;
  // A oneshot has done its work; those that are only mentioned have never run.
  if (serviceType === "oneshot" && invocationId !== "") return true;
  return unitFileState.startsWith("enabled");
}

function judgeNumber(count: number, history: UnitsHistory, options: JudgeUnitsOptions): UnitsVerdict | undefined {
  const { now, downAfterMs, bootingUntil = 0, pattern, atLeast } = options;
  if (count >= atLeast) return undefined;
  const tooFewSince = history.tooFewSince ?? now;
  const next = { ...history, tooFewSince };
  const message =
    count === 0
      ? `no unit matches ${pattern}`
      : `only ${count} ${count === 1 ? "unit matches" : "units match"} ${pattern}, ${atLeast} are expected`;
  const until = Math.max(tooFewSince + downAfterMs, bootingUntil);
  return now >= until
    ? { result: { status: "down", message }, history: next }
    : { result: { status: "pending", message }, history: next, lookAgainAfterMs: until - now };
}

function soonest(verdicts: readonly { readonly lookAgainAfterMs?: number }[]): { lookAgainAfterMs?: number } {
  const waits = verdicts.flatMap(({ lookAgainAfterMs }) => lookAgainAfterMs ?? []);
  return waits.length === 0 ? {} : { lookAgainAfterMs: Math.min(...waits) };
}

/** A group is DOWN from the first death on, and UP from when the last one came back. */
function sinceOf(verdicts: readonly UnitVerdict[], status: "up" | "down"): { sinceMs?: number } {
  const known = verdicts.flatMap(({ result }) => (result.status === status ? (result.sinceMs ?? []) : []));
  if (known.length === 0) return {};
  return { sinceMs: status === "down" ? Math.max(...known) : Math.min(...known) };
}

function judgeTogether(verdicts: readonly UnitVerdict[], { pattern }: JudgeUnitsOptions): CheckResult {
  const messagesOf = (status: CheckResult["status"]): string[] =>
    verdicts.flatMap(({ result }) => (result.status === status ? [result.message] : []));
  const [first = "", ...others] = verdicts.map(({ result }) => result.message);
  const down = messagesOf("down");
  if (down.length > 0) {
    const number = verdicts.length === 1 ? "" : `${down.length} of ${verdicts.length} units: `;
    return { status: "down", message: number + joinCulprits(down), ...sinceOf(verdicts, "down") };
  }
  const pending = verdicts.filter(({ result }) => result.status === "pending");
  if (pending.length > 0) {
    const countsAsUp = pending.every(({ result }) => result.countsAsUp === true);
    return { status: "pending", message: joinCulprits(messagesOf("pending")), ...(countsAsUp ? { countsAsUp } : {}) };
  }
  return {
    status: "up",
    message: others.length === 0 ? first : `all ${verdicts.length} units that match ${pattern} are well`,
    ...sinceOf(verdicts, "up"),
  };
}

/**
 * Judges all units that match a pattern as one: DOWN when one of them is, with the culprits, or when there are too few.
 * Pure.
 *
 * @param states - all loaded units that match
 * @param history - what the last verdict said to remember; {@link noUnitsHistory} at first
 * @param options - the present time, the patience and how many there must be
 */
export function judgeUnits(
  states: readonly UnitState[],
  history: UnitsHistory,
  options: JudgeUnitsOptions,
): UnitsVerdict {
  const members = states.filter((state) => counts(state));
  const judged = members.map((state) => {
    const verdict = judgeUnit(state, history.units.get(state.unit) ?? noUnitHistory, options);
    return { unit: state.unit, verdict };
  });
  const verdicts = judged.map(({ verdict }) => verdict);
  const units = new Map(judged.map(({ unit, verdict }) => [unit, verdict.history]));
  const result = judgeTogether(verdicts, options);
  const tooFew = judgeNumber(members.length, { ...history, units }, options);
  // A unit that has failed is the better reason.
  if (tooFew === undefined) return { result, history: { units }, ...soonest(verdicts) };
  return { ...tooFew, ...(result.status === "down" ? { result } : {}), ...soonest([tooFew, ...verdicts]) };
}
