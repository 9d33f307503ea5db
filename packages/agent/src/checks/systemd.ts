import * as z from "zod";
import { unitName } from "../config/unit-name.ts";
import { defineCheckType } from "./define-check-type.ts";

/** Watches one unit of systemd, by events. */
export const systemdCheck = defineCheckType({
  type: "systemd",
  title: "A unit of systemd",
  options: {
    /** The unit's full name, with its suffix. */
    unit: unitName,
    /** Whose manager runs the unit: the system's (the default) or that of the user the agent runs as. */
    scope: z.enum(["system", "user"]).optional(),
    /** Seconds that a unit which stopped cleanly may stay away before it is DOWN; a failure never waits. */
    downAfter: z.number().min(0).max(3600).optional(),
  },
});
