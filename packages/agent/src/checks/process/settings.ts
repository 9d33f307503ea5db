import * as z from "zod";
import { byteSizeSetting } from "../../config/settings/byte-size-setting.ts";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { plainText, userName } from "../../config/settings/text-settings.ts";
import { textPattern } from "../shared/text-pattern.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

const count = z.int().min(0).max(1_000_000).optional();

/** Counts processes. */
export const processCheck = defineCheckType({
  type: "process",
  example: {
    type: "process",
    name: "workers",
    program: "php-fpm8.2",
    user: "www-data",
    min: 2,
    maxMemory: "512 MiB",
    interval: 60,
    tokenFile: "tokens/workers",
  },
  options: {
    program: plainText(4096)
      .optional()
      .describe(
        "The name of the process for `ps -C` (the first 15 bytes count), or an absolute path: the file that it runs, " +
          "which of other users' processes only root can see; of those the first argument must be the path.",
      ),
    commandLine: textPattern
      .optional()
      .describe(
        "What the command line must contain, its arguments separated by spaces: a text, or a regular expression as in " +
          "`/ --queue=mail$/`.",
      ),
    user: userName.optional().describe("The user whose rights it has: a name or a number."),
    min: count.describe("How many must run at least. Default 1; 0 when only `max` is set."),
    max: count.describe("How many may run at most."),
    maxMemory: byteSizeSetting()
      .optional()
      .describe("The most memory (resident) that one of them may hold: `512 MiB`."),
    maxAge: durationSetting({ min: 1, max: 315_360_000 }).optional().describe("How long one of them may run: `2h`."),
    maxZombies: count.describe("How many zombies there may be among them. Not judged when left out."),
  },
});
