import { failedUnitStates, judgeFailedUnits, type FailedBefore } from "./judge-failed-units.ts";
import { longestUnitLookMs, tickMaxAgeMs, type UnitState } from "../../systemd/unit-state.ts";
import { nameMatcher } from "../../systemd/unit-pattern.ts";
import { defineCheck, type CheckResult } from "../check.ts";
import type { failedUnitsCheck } from "./settings.ts";

/** Starts a check of the type `failed-units`. */
export const startFailedUnits = defineCheck<typeof failedUnitsCheck>(({ scope, ignore }, { units, report, signal }) => {
  const source = units(scope);
  const query = { patterns: [], states: failedUnitStates };
  const isIgnored = ignore.length === 0 ? () => false : nameMatcher(ignore);
  let failed: FailedBefore = new Set();

  function judge(states: readonly UnitState[]): CheckResult {
    const verdict = judgeFailedUnits(states, failed, isIgnored);
    failed = verdict.failed;
    return verdict.result;
  }

  signal.addEventListener(
    "abort",
    source.watchMatching(query, (states) => report(judge(states))),
  );
  return {
    longestLookMs: longestUnitLookMs,
    async look() {
      try {
        return judge(await source.readMatching(query, { maxAgeMs: tickMaxAgeMs }));
      } catch (error) {
        return { status: "noData", message: (error as Error).message };
      }
    },
  };
});
