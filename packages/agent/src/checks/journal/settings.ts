import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { textPattern } from "../shared/text-pattern.settings.ts";
import { unitName, scopeSetting } from "../../config/settings/unit-settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches the journal for lines that tell of trouble. */
export const journalCheck = defineCheckType({
  type: "journal",
  title: "Lines in the journal",
  summary:
    "Looks for lines in the journal of systemd, each once, from the agent's start on. DOWN while at least `atLeast` matching " +
    "lines were logged within the last `clearAfter`; the message quotes the newest one, with secrets masked. Without " +
    "`contains` every line matches that `unit` and `priority` let through. Lines of more than 4,096 bytes are not looked " +
    "into: journald does not show them. The agent's own lines do not count. A pattern that takes too long on a line is given up there, and the check says so.",
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
    lookEvery: durationSetting({ min: 1, max: 3600 })
      .prefault("10 s")
      .describe("The time between two looks into the journal."),
  },
  subject: ["unit", "priority", "contains"],
  needs: () => ["journal"],
});
