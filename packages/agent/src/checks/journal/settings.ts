import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { textPattern } from "../shared/text-pattern.settings.ts";
import { unitName, scopeSetting } from "../../config/settings/unit-settings.ts";
import { commonCheckFields } from "../common-check-fields.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches the journal for lines that tell of trouble. */
export const journalCheck = defineCheckType({
  type: "journal",
  example: {
    type: "journal",
    name: "disk errors",
    contains: String.raw`/I\/O error|EXT4-fs error/`,
    priority: "err",
    clearAfter: "1h",
    interval: 60,
    tokenFile: "tokens/disk-errors",
  },
  options: {
    contains: textPattern
      .optional()
      .describe("What a line must contain: a text, or a regular expression as in `/out of memory|oom-kill/i`."),
    unit: unitName.optional().describe("Only lines of this unit, and of systemd about it."),
    scope: scopeSetting.describe("Whose units: `system`, or `user`, those of the user the agent runs as."),
    priority: z
      .enum(["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"])
      .optional()
      .describe("Only lines of this priority and worse."),
    atLeast: z.int().min(1).max(10_000).default(1).describe("So many matching lines are DOWN."),
    clearAfter: durationSetting({ min: 10, max: 7 * 86_400 })
      .prefault("10 min")
      .describe("For so long a matching line counts; afterwards it is UP again."),
    lookEvery: commonCheckFields.lookEvery.describe("The time between two looks into the journal; 10 s when left out."),
  },
});
