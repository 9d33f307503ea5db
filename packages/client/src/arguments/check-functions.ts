import { KumaValidationError } from "../errors/kuma-errors.ts";

/**
 * Checks that something has certain functions: it may be an instance of whatever class.
 *
 * @param field - How an error names it.
 * @throws {@link KumaValidationError} naming the first that it lacks.
 */
export function checkFunctions(value: unknown, field: string, ...names: readonly string[]): void {
  const missing = names.find((name) => typeof (Object(value) as Record<string, unknown>)[name] !== "function");
  if (missing !== undefined) throw new KumaValidationError(field, `must have a function "${missing}"`);
}
