import * as z from "zod";

/** How long one look at units may take, in ms: several calls over the bus, then systemctl, each with a limit of 10 s. */
export const longestUnitLookMs = 75_000;

/** At a tick an answer so old is good enough, in ms, as every change since has been told: one answer serves many checks. */
export const tickMaxAgeMs = 10_000;

/** The setting that says whose service manager is meant. */
export const scopeSetting = z
  .enum(["system", "user"])
  .optional()
  .describe("Whose manager runs the unit: `system`, the default, or `user`, that of the user the agent runs as.");
