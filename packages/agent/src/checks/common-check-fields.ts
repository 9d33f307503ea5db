import * as z from "zod";
import { durationSetting } from "../config/settings/duration-setting.ts";
import { plainText } from "../config/settings/text-settings.ts";
import { minimumIntervalSeconds } from "../push-period.ts";

/** The longest interval that the server stores: 24 days, in seconds. */
const maximumIntervalSeconds = 2_073_600;

/** The settings of every check, whatever it looks at. */
export const commonCheckFields = {
  name: plainText(150).describe("What messages and the status call the check; unique in the config."),
  interval: durationSetting({ min: minimumIntervalSeconds, max: maximumIntervalSeconds, whole: true }).describe(
    "The interval of the monitor on the server; pushed every `floor((interval − 4) / 2)` s.",
  ),
  lookEvery: durationSetting({ min: 1, max: 86_400 })
    .optional()
    .describe(
      "How often it looks, at the least with every push, which is also how often when left out; a change is pushed at once.",
    ),
  tokenFile: plainText(4096).describe(
    "The file with the push token and nothing else, mode 0600; relative to the folder of the config; or `credential:NAME` of systemd.",
  ),
  secondTokenFile: plainText(4096)
    .optional()
    .describe(
      "The same for its monitor on `secondServer`, which has the same interval; it is not pushed there when left out.",
    ),
  monitorId: z.int().min(1).optional().describe("The id of the monitor on the server; for people and for the status."),
} as const;
