import * as z from "zod";
import { percentageSetting } from "../../config/settings/percentage-setting.ts";

/** The settings of limits on pressure, which the kernel measures. */
export const pressureSetting = z.strictObject({
  some: percentageSetting().optional(),
  full: percentageSetting().optional(),
  average: z.enum(["10s", "60s", "300s"]).default("60s"),
});

/** Limits on pressure. */
export type PressureLimits = z.output<typeof pressureSetting>;
