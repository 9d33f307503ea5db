import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { unitName, scopeSetting } from "../../config/settings/unit-settings.ts";
import { downAfterSetting } from "../shared/patience.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

const longTime = durationSetting({ min: 1, max: 366 * 86_400 }).optional();

/** Watches a timer of systemd and what it starts. */
export const timerCheck = defineCheckType({
  type: "timer",
  example: {
    type: "timer",
    name: "backup",
    unit: "backup.timer",
    maxAge: "26h",
    maxRuntime: "2h",
    interval: 60,
    tokenFile: "tokens/backup.timer",
  },
  options: {
    unit: unitName
      .regex(/\.timer$/, "must be a timer, as backup.timer")
      .describe("The timer's full name, with `.timer`."),
    scope: scopeSetting,
    maxAge: longTime.describe(
      "How long ago the timer may have started its unit last. Without it only the timer's own plan counts.",
    ),
    maxRuntime: longTime.describe(
      "How long one run may take. Without it a run may last until its next planned start, and a minute more than " +
        "`AccuracySec=` and `RandomizedDelaySec=` allow. A plan that counts from the end of a run " +
        "(`OnUnitInactiveSec=`) sets no such limit, and neither does a service that is meant to stay.",
    ),
    downAfter: downAfterSetting(3600).describe("How long a timer that was stopped may stay away before it is DOWN."),
    logLines: z
      .boolean()
      .default(true)
      .describe(
        "Whether a failed run quotes the last log line of its unit, with secrets masked; the line leaves the host.",
      ),
  },
});
