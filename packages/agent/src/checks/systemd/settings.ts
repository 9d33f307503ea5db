import * as z from "zod";
import { unitNameOrPattern, scopeSetting } from "../../config/settings/unit-settings.ts";
import { isUnitPattern } from "../../systemd/unit-pattern.ts";
import { downAfterSetting } from "../shared/patience.settings.ts";
import { defineCheckType } from "../define-check-type.ts";
import { durationSetting } from "../../config/settings/duration-setting.ts";

const seconds = (min: number) => durationSetting({ min, max: 86_400 });

/** The schema of the rule by which the agent restarts a unit that has failed; times in seconds. */
export const restartSetting = z.strictObject({
  /** How long the unit has to have been failed before it is restarted. */
  after: seconds(0).prefault("0 s"),
  /** The least time between two restarts. */
  cooldown: seconds(1).prefault("1 min"),
  /** So many restarts within the time, and no more. */
  atMost: z.int().min(1).max(100).default(3),
  within: seconds(10).prefault("1 h"),
});

/** When to restart a unit, and how often. */
export type RestartRule = z.output<typeof restartSetting>;

/** Watches units of systemd, by events. */
export const systemdCheck = defineCheckType({
  type: "systemd",
  example: {
    type: "systemd",
    name: "supervisor",
    unit: "supervisor.service",
    interval: 60,
    tokenFile: "tokens/supervisor.service",
  },
  options: {
    unit: unitNameOrPattern.describe(
      "The unit's full name, with its suffix, or a pattern with `*`, `?` and `[…]` for several units.",
    ),
    scope: scopeSetting,
    maxRuntime: durationSetting({ min: 1, max: 366 * 86_400 })
      .optional()
      .describe(
        "How long a oneshot may be at work. Without it only the unit's own `TimeoutStartSec=` ends a job that hangs, and by " +
          "default a oneshot has none.",
      ),
    downAfter: downAfterSetting(3600).describe(
      "How long a unit that stopped cleanly may stay away before it is DOWN. A failure never waits.",
    ),
    atLeast: z
      .int()
      .min(0)
      .max(10_000)
      .default(1)
      .describe("With a pattern: DOWN when fewer units than this match, after `downAfter`."),
    logLines: z
      .boolean()
      .default(true)
      .describe(
        "Whether a DOWN quotes the last log line of the unit's last run, with secrets masked; the line leaves the host. " +
          "With a pattern no line is quoted.",
      ),
    restart: restartSetting
      .optional()
      .describe(
        "Has the agent restart the unit when it has failed: `after` (default 0 s), `cooldown` between two restarts (1 min), " +
          "`atMost` so many (3) `within` a time (1 h). Left out, nothing is ever restarted. See [the guide](../restarts.md).",
      ),
  },
  conflicts: ({ unit, restart }) =>
    restart !== undefined && isUnitPattern(unit)
      ? [{ setting: "restart", message: "needs one unit, and a pattern stands for many" }]
      : [],
});
