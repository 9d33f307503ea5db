import { KumaConnectionError } from "./kuma-connection-error.ts";
import { KumaRejectedError } from "./kuma-rejected-error.ts";
import { KumaTimeoutError } from "./kuma-timeout-error.ts";

/**
 * The same failure with another next step, because it left something behind that a person has to look at.
 *
 * @param error - A failure of a request that was sent; others are given back as they are.
 * @param hint - The next step.
 */
export function withHint(error: unknown, hint: string): unknown {
  const options = { hint, cause: error };
  if (error instanceof KumaRejectedError)
    return new KumaRejectedError(error.message, { ...options, reason: error.reason });
  if (error instanceof KumaTimeoutError && error.code === "KUMA_TIMEOUT_CALL")
    return new KumaTimeoutError(error.code, error.message, { ...options, timeout: error.timeout });
  if (error instanceof KumaConnectionError) return new KumaConnectionError(error.code, error.message, options);
  return error;
}
