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
  title: "Units of systemd",
  summary:
    "Watches a unit by systemd's own events: a service, socket, timer, mount or any other kind. A failure is DOWN at once, " +
    "with the reason; a clean stop is DOWN after `downAfter`, so that a restart raises no alarm. A crash loop, three restarts " +
    "within five minutes, is DOWN although the unit is active most of the time. A oneshot that has finished is UP. " +
    "A unit that was DOWN is UP again when it has run for a while: longer than the run that failed, at least 1 s, and 5 s " +
    "after an automatic restart. A start or stop may take as long as the unit's own `TimeoutStartSec=` and " +
    "`TimeoutStopSec=`, or 15 min without one. A service that rests is UP while its socket, timer or path is active.\n\n" +
    "With a pattern, such as `myapp@*.service`, all loaded units that match are watched by one monitor, also those that come " +
    "later. It is DOWN when one of them is, with the culprits. An instance that is gone does not count any more; one that " +
    "has stopped without a failure counts only while it is enabled. [The guide](../systemd.md) says what is DOWN when.",
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
  subject: ["unit"],
  conflicts: ({ unit, restart }) =>
    restart !== undefined && isUnitPattern(unit)
      ? [{ setting: "restart", message: "needs one unit, and a pattern stands for many" }]
      : [],
  positional: "unit",
  script: ({ unit, restart }, written) => [
    ...(isUnitPattern(unit) ? [{ setting: "unit", message: "a pattern for several units needs the agent" }] : []),
    ...(restart === undefined ? [] : [{ setting: "restart", message: "needs the agent" }]),
    // By default the script goes without.
    ...(written.logLines === true
      ? [{ setting: "logLines", message: "needs the agent; the script reads no journal" }]
      : []),
  ],
  needs: ({ unit, logLines }) => (logLines && !isUnitPattern(unit) ? ["journal"] : []),
});
