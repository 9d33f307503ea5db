import * as z from "zod";
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
  options: {
    /** The unit's full name, with its suffix. */
    unit: unitName,
    /** Whose manager runs the unit: the system's (the default) or that of the user the agent runs as. */
    scope: z.enum(["system", "user"]).optional(),
    /** Seconds that a unit which stopped cleanly may stay away before it is DOWN; a failure never waits. */
    downAfter: z.number().min(0).max(3600).optional(),
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
