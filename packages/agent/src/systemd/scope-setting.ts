import * as z from "zod";

/** The setting that says whose service manager is meant. */
export const scopeSetting = z
  .enum(["system", "user"])
  .default("system")
  .describe("Whose manager runs the unit: `system`, or `user`, that of the user the agent runs as.");
