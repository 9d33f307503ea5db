import type { AboutCheckType } from "../about-check-type.ts";
import type { timerCheck } from "./settings.ts";

/** All about the type `timer` that needs no schema. */
export const aboutTimer = {
  title: "A timer of systemd, and its last run",
  summary:
    "Watches a timer and the unit that it starts. DOWN are: a run that failed, at once; a timer that is not active, " +
    "overdue, or active without ever starting its unit again (`elapsed`); a last run older than `maxAge`; a run longer than " +
    "`maxRuntime`, or without it one that is still at work when the next is due; a timer or unit that is missing or masked. " +
    "After a failed run it is UP again when a run has succeeded. " +
    "A timer that has not run yet is UP as long as its first run is planned; `maxAge` counts from its start then.",
  positional: "unit",
  subject: ["unit"],
  discovery: { by: "unit", kinds: ["timer"] },
  needs: ({ logLines }) => (logLines ? ["journal"] : []),
  start: async () => (await import("./start.ts")).startTimer,
} satisfies AboutCheckType<typeof timerCheck>;
