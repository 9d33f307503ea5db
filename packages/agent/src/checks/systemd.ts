import * as z from "zod";
import { durationSetting } from "../config/duration-setting.ts";
import { unitName } from "../config/unit-name.ts";
import { judgeUnit, noUnitHistory } from "../systemd/judge-unit.ts";
import type { UnitState } from "../systemd/unit-state.ts";
import type { CheckResult } from "./check-result.ts";
import { defineCheckType } from "./define-check-type.ts";

/** How long a unit that stopped cleanly may stay away unless the config says otherwise, in seconds. */
const defaultDownAfter = 5;

/** Three calls over the bus, then systemctl; each of them has a limit of 10 s, in ms. */
const longestLookMs = 45_000;

/** Watches one unit of systemd, by events. */
export const systemdCheck = defineCheckType({
  type: "systemd",
  title: "A unit of systemd",
  summary:
    "Watches one unit by systemd's own events. A failure is DOWN at once, with the reason; a clean stop is DOWN after " +
    "`downAfter`, so that a restart is no alarm. A crash loop, three restarts within five minutes, is DOWN although the " +
    "unit is active most of the time. A oneshot that has finished is UP.",
  example: {
    type: "systemd",
    name: "supervisor",
    unit: "supervisor.service",
    interval: 60,
    tokenFile: "tokens/supervisor.service",
  },
  options: {
    unit: unitName.describe("The unit's full name, with its suffix."),
    scope: z
      .enum(["system", "user"])
      .optional()
      .describe("Whose manager runs the unit: `system`, the default, or `user`, that of the user the agent runs as."),
    downAfter: durationSetting({ min: 0, max: 3600 })
      .optional()
      .describe(
        `How long a unit that stopped cleanly may stay away before it is DOWN. Default ${defaultDownAfter} s. A failure never waits.`,
      ),
  },
  longestLookMs: () => longestLookMs,
  start(settings, { units, report, signal, bootGraceUntil }) {
    const source = units(settings.scope ?? "system");
    const downAfterMs = (settings.downAfter ?? defaultDownAfter) * 1000;
    let history = noUnitHistory;
    let timer: NodeJS.Timeout | undefined;

    function judge(state: UnitState): CheckResult {
      const bootingUntil = source.phase === "starting" ? bootGraceUntil : undefined;
      const verdict = judgeUnit(state, history, { now: performance.now(), downAfterMs, bootingUntil });
      history = verdict.history;
      clearTimeout(timer);
      timer =
        verdict.lookAgainAfterMs === undefined || signal.aborted
          ? undefined
          : setTimeout(() => void look().then(report), Math.ceil(verdict.lookAgainAfterMs));
      return verdict.result;
    }

    async function look(): Promise<CheckResult> {
      try {
        const [state] = await source.read([settings.unit]);
        return state === undefined ? { status: "noData", message: "systemd told nothing" } : judge(state);
      } catch (error) {
        return { status: "noData", message: (error as Error).message };
      }
    }

    const stopWatching = source.watch([settings.unit], (state) => report(judge(state)));
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      stopWatching();
    });
    return { look };
  },
});
