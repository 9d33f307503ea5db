import * as z from "zod";
import { unitNameOrPattern, scopeSetting } from "../../config/settings/unit-settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches for failed units of any name, by events. */
export const failedUnitsCheck = defineCheckType({
  type: "failed-units",
  example: {
    type: "failed-units",
    name: "failed units",
    ignore: ["user@*.service", "certbot.service"],
    interval: 60,
    tokenFile: "tokens/failed-units",
  },
  options: {
    scope: scopeSetting,
    ignore: z
      .array(unitNameOrPattern)
      .max(1000)
      .default([])
      .describe("Units whose failures are of no interest: names, or patterns such as `user@*.service`."),
  },
});
