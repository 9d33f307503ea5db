import * as z from "zod";
import { plainText } from "../config/plain-text.ts";
import { minimumIntervalSeconds } from "../config/push-period.ts";

/** The longest interval that the server stores: 24 days, in seconds. */
const maximumIntervalSeconds = 2_073_600;

/** What every check has in common, whatever it looks at. */
export const commonCheckFields = {
  /** What messages and the status file call the check; unique in the file. */
  name: plainText(150),
  /** The MONITOR's interval in seconds; the push period follows from it. */
  interval: z.int().min(minimumIntervalSeconds).max(maximumIntervalSeconds),
  /** The file that holds the push token; relative to the folder of the config file. */
  tokenFile: plainText(4096),
  /** The monitor's id on the server; only for people and for the status. */
  monitorId: z.int().min(1).optional(),
} as const;
