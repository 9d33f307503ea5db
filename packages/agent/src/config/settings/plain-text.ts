import * as z from "zod";

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
