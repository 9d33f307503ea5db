import * as z from "zod";
import { durationSetting } from "../config/duration-setting.ts";
import { unitNameOrPattern } from "../config/unit-name.ts";
import { longestUnitLookMs, scopeSetting } from "../systemd/unit-check-settings.ts";
import { watchUnits } from "../systemd/unit-watch.ts";
import { defineCheckType } from "./define-check-type.ts";

/** How long a unit that stopped cleanly may stay away unless the config says otherwise, in seconds. */
const defaultDownAfter = 5;

/** Watches units of systemd, by events. */
export const systemdCheck = defineCheckType({
  type: "systemd",
  title: "Units of systemd",
  summary:
    "Watches a unit by systemd's own events: a service, socket, timer, mount or any other kind. A failure is DOWN at once, " +
    "with the reason; a clean stop is DOWN after `downAfter`, so that a restart is no alarm. A crash loop, three restarts " +
    "within five minutes, is DOWN although the unit is active most of the time. A oneshot that has finished is UP.\n\n" +
    "With a pattern, as `myapp@*.service`, all loaded units that match are watched by one monitor, also those that come " +
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
    downAfter: durationSetting({ min: 0, max: 3600 })
      .optional()
      .describe(
        `How long a unit that stopped cleanly may stay away before it is DOWN. Default ${defaultDownAfter} s. A failure never waits.`,
      ),
    atLeast: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe("With a pattern: DOWN when fewer units than this match, after `downAfter`. Default 1."),
  },
  longestLookMs: () => longestUnitLookMs,
  start({ unit, scope, downAfter, atLeast }, context) {
    const source = context.units(scope ?? "system");
    const downAfterMs = (downAfter ?? defaultDownAfter) * 1000;
    return watchUnits({ unit, atLeast: atLeast ?? 1, downAfterMs, source }, context);
  },
});
