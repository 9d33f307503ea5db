import { KumaValidationError } from "../errors/kuma-errors.ts";

/**
 * Checks an id before a server is asked for it: some versions answer a wrong one with SQL, and some never.
 *
 * @param field - How an error names it.
 * @throws {@link KumaValidationError}
 */
export function checkId(id: unknown, field = "id"): asserts id is number {
  if (typeof id === "number" && Number.isSafeInteger(id) && id > 0) return;
  const hint = typeof id === "string" ? "Give it as a number, not as a text." : undefined;
  throw new KumaValidationError(field, "must be an id: a whole number above 0", { hint });
}
