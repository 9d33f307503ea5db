import { uptime } from "node:os";
import { findAccount } from "../command/find-account.ts";
import { SlowPatternError } from "../shared/text-search.ts";
import { defineBoundedLook, LookError } from "../shared/bounded-look.ts";
import { findProcesses } from "./find-processes.ts";
import { judgeProcesses } from "./judge-processes.ts";
import { defineCheck } from "../check.ts";
import type { processCheck } from "./settings.ts";

/** Starts a check of the type `process`. */
export const startProcess = defineCheck<typeof processCheck>((settings, { signal }) => {
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
  const findBounded = defineBoundedLook({
    limitMs: 10_000,
    nameOf: (name: string) => `the processes for ${name}`,
    look: find,
  });
  return {
    longestLookMs: 20_000,
    async look() {
      try {
        const found = await findBounded(settings.name);
        return judgeProcesses(label || "processes", found, { ...limits, uptime: uptime() });
      } catch (error) {
        if (error instanceof LookError || error instanceof SlowPatternError)
          return { status: "noData", message: `${label}: ${error.message}` };
        throw error;
      }
    },
  };
});
