import * as z from "zod";

/** The schema of an absolute path, which may be a glob. Names of files may hold anything but NUL and control characters. */
export function pathSetting() {
  return z
    .string()
    .max(4096, "must be at most 4096 characters")
    .regex(/^\//, "must be an absolute path")
    .regex(/^[^\p{Cc}]*$/u, "must not contain control characters such as line breaks");
}
