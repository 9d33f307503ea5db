import { amountsSetting } from "../../config/settings/amount-setting.ts";
import { lastingSetting } from "../shared/patience.settings.ts";
import { pressureSetting } from "../shared/pressure.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches the memory and the swap of the host. */
export const memoryCheck = defineCheckType({
  type: "memory",
  example: {
    type: "memory",
    name: "memory",
    minAvailable: "5%",
    pressure: { full: "10%" },
    for: "2 min",
    interval: 60,
    tokenFile: "tokens/memory",
  },
  options: {
    minAvailable: amountsSetting()
      .prefault("10%")
      .describe("How little may be available: `10%`, `500 MiB`, or a list, below any of which it is DOWN."),
    minFreeSwap: amountsSetting()
      .default([])
      .describe("How little swap may be free, written likewise. Not judged when left out, nor on a host without swap."),
    pressure: pressureSetting
      .optional()
      .describe(
        "The most memory pressure: `some` (percent of the time in which at least one task waited) and `full` (all of them " +
          "did), each optional; `average` is over `10s`, `60s` (the default) or `300s`.",
      ),
    for: lastingSetting,
  },
});
