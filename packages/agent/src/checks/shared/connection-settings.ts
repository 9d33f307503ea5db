import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { plainText } from "../../config/settings/plain-text.ts";
import { connectionDefaults } from "./connection-patience.ts";

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
