import * as z from "zod";
import { durationSetting } from "../config/duration-setting.ts";
import { unitName } from "../config/unit-name.ts";
import { ToldWithLog } from "../journal/told-with-log.ts";
import { UnitLog } from "../journal/unit-log.ts";
import { restartSetting } from "../restart/restart-setting.ts";
import { UnitRestarter } from "../restart/unit-restarter.ts";
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
    logLines: z
      .boolean()
      .optional()
      .describe(
        "Whether a DOWN quotes the last log line of the unit's last run, with secrets masked. Default true; it leaves the host.",
      ),
    restart: restartSetting
      .optional()
      .describe(
        "Has the agent restart the unit when it has failed: `after` (default 0 s), `cooldown` between two restarts (1 min), " +
          "`atMost` so many (3) `within` a time (1 h). Left out, nothing is ever restarted. See [the guide](../restarts.md).",
      ),
  },
  longestLookMs: () => longestLookMs,
  needs: ({ logLines }) => (logLines === false ? [] : ["journal"]),
  start(settings, { units, report, signal, bootGraceUntil, logger, clean = (text) => text }) {
    const scope = settings.scope ?? "system";
    const source = units(scope);
    const log = new UnitLog({ scope, logger, clean, signal });
    const told = new ToldWithLog({
      report,
      lastLine: async (state) => (settings.logLines === false ? undefined : log.lastLine(state)),
    });
    const restarter =
      settings.restart &&
      new UnitRestarter({
        unit: settings.unit,
        scope,
        logger,
        signal,
        rule: settings.restart,
        lookAgain: () => void look().then(report),
        isGoingDown: () => source.phase === "stopping",
      });
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
      return restarter?.take(state, verdict.result) ?? verdict.result;
    }

    async function look(): Promise<CheckResult> {
      const startedAt = performance.now();
      try {
        const [state] = await source.read([settings.unit]);
        if (state === undefined) return { status: "noData", message: "systemd told nothing" };
        const durationMs = performance.now() - startedAt;
        return await told.answer({ ...judge(state), durationMs }, state);
      } catch (error) {
        return { status: "noData", message: (error as Error).message };
      }
    }

    const stopWatching = source.watch([settings.unit], (state) => told.report(judge(state), state));
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      stopWatching();
    });
    return { look };
  },
});
