import type { AboutCheckType, CheckNeed } from "../about-check-type.ts";
import type { processCheck } from "./settings.ts";

/** All about the type `process` that needs no schema. */
export const aboutProcess = {
  title: "Processes that run",
  summary:
    "Counts the processes that fit `program`, `commandLine` and `user`, all of them that are set; DOWN when there are fewer " +
    "than `min` or more than `max`, or when one is too big or too old. Zombies have ended: they are counted apart and do not " +
    "count as running. The agent itself never counts. A service is better watched by its unit, with `systemd`.",
  subject: ["program", "commandLine", "user"],
  needs({ user }) {
    const needs: CheckNeed[] = ["processes"];
    // A program must look up the name, and a sandbox with separate users shows all others as nobody.
    if (user !== undefined) needs.push("users");
    return needs;
  },
  start: async () => (await import("./start.ts")).startProcess,
} satisfies AboutCheckType<typeof processCheck>;
