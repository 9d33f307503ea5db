import * as z from "zod";
import { unitNameOrPattern } from "../config/unit-name.ts";
import { failedUnitStates, judgeFailedUnits, type FailedBefore } from "../systemd/judge-failed-units.ts";
import { longestUnitLookMs, scopeSetting, tickMaxAgeMs } from "../systemd/unit-check-settings.ts";
import { nameMatcher } from "../systemd/unit-query.ts";
import type { UnitState } from "../systemd/unit-state.ts";
import type { CheckResult } from "./check-result.ts";
import { defineCheckType } from "./define-check-type.ts";

/** Watches for failed units of any name, by events. */
export const failedUnitsCheck = defineCheckType({
  type: "failed-units",
  title: "All failed units of a host",
  summary:
    "DOWN as soon as any unit of systemd is in the state `failed`, as `systemctl --failed` lists them, with the names and " +
    "reasons. A unit that has failed counts until it runs, has finished well, or is gone after `systemctl reset-failed`. " +
    "Crash loops and units that were stopped are not its business: watch those that matter with `systemd` checks.",
  example: {
    type: "failed-units",
    name: "failed units",
    ignore: ["user@*.service", "certbot.service"],
    interval: 60,
    tokenFile: "tokens/failed-units",
  },
  options: {
    scope: scopeSetting,
    ignore: z
      .array(unitNameOrPattern)
      .max(1000)
      .optional()
      .describe("Units whose failures are of no interest: names, or patterns as `user@*.service`."),
  },
  longestLookMs: () => longestUnitLookMs,
  start({ scope, ignore = [] }, { units, report, signal }) {
    const source = units(scope ?? "system");
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
      async look() {
        try {
          return judge(await source.readMatching(query, { maxAgeMs: tickMaxAgeMs }));
        } catch (error) {
          return { status: "noData", message: (error as Error).message };
        }
      },
    };
  },
});
