import type { AboutCheckType } from "../about-check-type.ts";
import type { failedUnitsCheck } from "./settings.ts";

/** All about the type `failed-units` that needs no schema. */
export const aboutFailedUnits = {
  title: "All failed units of a host",
  summary:
    "DOWN as soon as any unit of systemd is in the state `failed` (see `systemctl --failed`), with the names and " +
    "reasons. A unit that has failed counts until it runs, has finished well, or is gone after `systemctl reset-failed`. " +
    "Crash loops and units that were stopped are not its business: watch those that matter with `systemd` checks.",
  subject: ["scope"],
  start: async () => (await import("./start.ts")).startFailedUnits,
} satisfies AboutCheckType<typeof failedUnitsCheck>;
