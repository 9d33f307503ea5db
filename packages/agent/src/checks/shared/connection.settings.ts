import { isIP } from "node:net";
import * as z from "zod";
import { plainText } from "../../config/settings/text-settings.ts";
import { timeoutSetting } from "./patience.settings.ts";
import { bareHost } from "./connection.ts";

function isHost(text: string): boolean {
  return isIP(bareHost(text)) !== 0 || /^[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_.])?$/u.test(text);
}

/** The schema of a host: a name, an IPv4 or an IPv6 address. */
export const hostSetting = z
  .string()
  .max(253, "must be at most 253 characters")
  .refine(isHost, "must be a host name or an IP address, without a scheme or a port");

/** The schema of a port. */
export const portSetting = z.int().min(1).max(65_535);

/** The schema of a Unix socket's path. */
export const socketSetting = z
  .string()
  // The kernel takes no longer ones.
  .max(107, "must be at most 107 characters")
  .regex(/^\/[^\p{Cc}]+$/u, "must be the absolute path of a socket");

/** The settings of every check that connects to something. */
export const connectionSettings = {
  timeout: timeoutSetting(300).describe("The limit for one try, from the name to the last byte."),
  attempts: z.int().min(1).max(5).default(2).describe("How often it is tried, a second apart, before it is DOWN."),
};

/** The schema of the file with the authorities that a TLS connection trusts. */
export const caFileSetting = plainText(4096)
  .optional()
  .describe("A PEM file with the authorities to trust instead of the usual ones; relative to the config's folder.");
