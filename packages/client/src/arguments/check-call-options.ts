import { KumaValidationError } from "../errors/kuma-errors.ts";

// Longer ones make a timer fire at once.
const longestTimeout = 2 ** 31 - 1;

/**
 * Checks what says how long to wait, in milliseconds.
 *
 * @param field - How an error names it.
 * @throws {@link KumaValidationError}
 */
export function checkTimeout(timeout: unknown, field = "timeout"): void {
  if (timeout === undefined || (typeof timeout === "number" && timeout > 0 && timeout <= longestTimeout)) return;
  throw new KumaValidationError(field, "must be a positive number of milliseconds");
}

/**
 * Checks the last argument of a call: an object, with a usable `timeout` and `signal` if it has any.
 *
 * @throws {@link KumaValidationError}
 */
export function checkCallOptions(options: unknown): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new KumaValidationError("options", "must be an object such as { timeout: 5000, signal }");
  const { timeout, signal } = options as { readonly timeout?: unknown; readonly signal?: unknown };
  checkTimeout(timeout);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new KumaValidationError("signal", "must be an AbortSignal");
}
