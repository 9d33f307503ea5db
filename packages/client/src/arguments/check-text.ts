import { KumaValidationError } from "../errors/kuma-errors.ts";

/**
 * Checks that something is a text, such as what may be missing from the environment.
 *
 * @param field - How an error names it.
 * @param longest - How many characters it may have.
 * @throws {@link KumaValidationError}; the value itself is never quoted.
 */
export function checkText(text: unknown, field: string, longest = 100_000): asserts text is string {
  if (typeof text !== "string") {
    const hint =
      text === undefined ? "Is the environment variable set, or the file there, that it comes from?" : undefined;
    throw new KumaValidationError(field, "must be a text", { hint });
  }
  if (text.length > longest) throw new KumaValidationError(field, `must not be longer than ${longest} characters`);
}

/**
 * Checks that something is a text with something in it.
 *
 * @throws {@link KumaValidationError}
 */
export function checkFilledText(text: unknown, field: string, longest?: number): asserts text is string {
  checkText(text, field, longest);
  if (text.trim() === "") throw new KumaValidationError(field, "must not be empty");
}
