import * as z from "zod";
import { plainText } from "../../config/settings/plain-text.ts";
import { timeoutSetting } from "./patience.settings.ts";

/** The settings of every check that connects to something. */
export const connectionSettings = {
  timeout: timeoutSetting(300).describe("The limit for one try, from the name to the last byte."),
  attempts: z.int().min(1).max(5).default(2).describe("How often it is tried, a second apart, before it is DOWN."),
};

/** The schema of the file with the authorities that a TLS connection trusts. */
export const caFileSetting = plainText(4096)
  .optional()
  .describe("A PEM file with the authorities to trust instead of the usual ones; relative to the config's folder.");
