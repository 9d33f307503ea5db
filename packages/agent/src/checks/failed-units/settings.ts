import * as z from "zod";
import { unitNameOrPattern, scopeSetting } from "../../config/settings/unit-settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches for failed units of any name, by events. */
export const failedUnitsCheck = defineCheckType({
  type: "failed-units",
  title: "All failed units of a host",
  summary:
    "DOWN as soon as any unit of systemd is in the state `failed` (see `systemctl --failed`), with the names and " +
    "reasons. A unit that has failed counts until it runs, has finished well, or is gone after `systemctl reset-failed`. " +
    "Crash loops and units that were stopped are not its business: watch those that matter with `systemd` checks.",
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
  subject: ["scope"],
});
