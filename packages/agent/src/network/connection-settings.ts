import * as z from "zod";
import { durationSetting } from "../config/duration-setting.ts";
import { plainText } from "../config/plain-text.ts";
import { triesMs } from "./look-again.ts";

/** What a check that connects to something does unless told otherwise; the timeout in s. */
export const connectionDefaults = { timeout: 10, attempts: 2 } as const;

/** The settings of every check that connects to something. */
export const connectionSettings = {
  timeout: durationSetting({ min: 0.1, max: 300 })
    .optional()
    .describe(`The limit for one try, from the name to the last byte. Default ${connectionDefaults.timeout} s.`),
  attempts: z
    .int()
    .min(1)
    .max(5)
    .optional()
    .describe(`How often it is tried, a second apart, before it is DOWN. Default ${connectionDefaults.attempts}.`),
};

/** The schema of whom a TLS connection trusts. */
export const caFileSetting = plainText(4096)
  .optional()
  .describe("A PEM file with the authorities to trust instead of the usual ones; relative to the config's folder.");

/** What {@link connectionSettings} say. */
interface ConnectionPatience {
  readonly timeout?: number | undefined;
  readonly attempts?: number | undefined;
}

/** How long all tries of a look may take, in ms. */
export function connectionMs({ attempts, timeout }: ConnectionPatience): number {
  return triesMs(attempts ?? connectionDefaults.attempts, (timeout ?? connectionDefaults.timeout) * 1000);
}
