import { uptime } from "node:os";
import * as z from "zod";
import { findAccount } from "../command/find-account.ts";
import { byteSizeSetting } from "../config/byte-size-setting.ts";
import { durationSetting } from "../config/duration-setting.ts";
import { plainText } from "../config/plain-text.ts";
import { SlowPatternError, textPattern } from "../config/text-pattern.ts";
import { boundedLook } from "../figures/bounded-look.ts";
import { FigureError } from "../figures/figure-error.ts";
import { userName } from "../config/user-name.ts";
import { findProcesses } from "../process/find-processes.ts";
import { judgeProcesses } from "../process/judge-processes.ts";
import { defineCheckType, type CheckNeed } from "./define-check-type.ts";

const count = z.int().min(0).max(1_000_000).optional();

/** Counts processes. */
export const processCheck = defineCheckType({
  type: "process",
  title: "Processes that run",
  summary:
    "Counts the processes that fit `program`, `commandLine` and `user`, all of them that are set; DOWN when there are fewer " +
    "than `min` or more than `max`, or when one is too big or too old. Zombies have ended: they are counted apart and do not " +
    "count as running. The agent itself never counts. What belongs to a service is watched better by its unit, with `systemd`.",
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
        "The name of the process, as `ps -C` has it (the first 15 bytes count), or an absolute path: the file that it runs, " +
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
  longestLookMs: () => 20_000,
  needs({ user }) {
    const needs: CheckNeed[] = ["processes"];
    // A name must be looked up by a program, and a sandbox with users of its own shows all others as nobody.
    if (user !== undefined) needs.push("users");
    return needs;
  },
  start(settings, { signal }) {
    const { program, commandLine, user, min, max, maxMemory, maxAge, maxZombies } = settings;
    const label = [program, commandLine, user === undefined ? undefined : `user ${user}`]
      .filter((part) => part !== undefined)
      .join(", ");
    const limits = { min: min ?? (max === undefined ? 1 : 0), max, maxMemory, maxAge, maxZombies };
    let uid = user !== undefined && /^\d+$/.test(user) ? Number(user) : undefined;
    async function find() {
      // The number of a user stays as it is: it is asked for once.
      if (user !== undefined) uid ??= (await findAccount(user, signal)).uid;
      return await findProcesses({ program, uid, commandLine });
    }
    return {
      async look() {
        try {
          const found = await boundedLook(`the processes for ${settings.name}`, 10_000, find);
          return judgeProcesses(label || "processes", found, { ...limits, uptime: uptime() });
        } catch (error) {
          if (error instanceof FigureError || error instanceof SlowPatternError)
            return { status: "noData", message: `${label}: ${error.message}` };
          throw error;
        }
      },
    };
  },
});
