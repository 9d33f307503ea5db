import * as z from "zod";
import { lastingSetting } from "../shared/patience.settings.ts";
import { pressureSetting } from "../shared/pressure.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

const limit = z.number().min(0.01).max(100_000).optional();

/** Watches the load of the host. */
export const loadCheck = defineCheckType({
  type: "load",
  example: { type: "load", name: "load", max5: 1.5, max15: 1, interval: 60, tokenFile: "tokens/load" },
  options: {
    max1: limit.describe("The most load over one minute."),
    max5: limit.describe("The most load over five minutes; 2 when no limit is set at all."),
    max15: limit.describe("The most load over fifteen minutes."),
    per: z.enum(["cpu", "host"]).default("cpu").describe("What the limits are for: each `cpu`, or the `host`."),
    pressure: pressureSetting
      .optional()
      .describe(
        "The most CPU pressure: `some` (percent of the time in which at least one task waited for a CPU) and `full`, each " +
          "optional; `average` is over `10s`, `60s` (the default) or `300s`.",
      ),
    for: lastingSetting,
  },
});
