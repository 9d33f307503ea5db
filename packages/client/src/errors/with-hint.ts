import { KumaConnectionError, KumaRejectedError, KumaTimeoutError } from "./kuma-errors.ts";

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

/** Whether the server may have carried a request out although it failed: nobody has heard its answer. */
export function isUnclear(error: unknown): boolean {
  return (
    error instanceof KumaTimeoutError || (error instanceof KumaConnectionError && error.code === "KUMA_CONNECTION_LOST")
  );
}
