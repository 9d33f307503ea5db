import * as z from "zod";
import { settingTraits } from "./setting-traits.ts";

/**
 * The schema of a one-line text of a person: not empty, no control characters.
 *
 * @param longest - the most characters that are accepted
 */
export function plainText(longest: number): z.ZodString {
  return z
    .string()
    .min(1, "must not be empty")
    .max(longest, `must be at most ${longest} characters`)
    .regex(/^[^\p{Cc}]*$/u, "must not contain control characters such as line breaks");
}

/** The schema of an absolute path, which may be a glob. Names of files may hold anything but NUL and control characters. */
export function pathSetting() {
  return z
    .string()
    .max(4096, "must be at most 4096 characters")
    .regex(/^\//, "must be an absolute path")
    .regex(/^[^\p{Cc}]*$/u, "must not contain control characters such as line breaks");
}

/** The schema of a user of the host: a name as useradd(8) takes it, or a number. */
export const userName = z
  .string()
  .regex(/^(?!-)[A-Za-z0-9_.@\\-]{1,256}\$?$/, "is not a user: a name or a number, as www-data or 33")
  .register(settingTraits, { flag: "as-user" });
