import { KumaConnectionError } from "./kuma-connection-error.ts";
import { KumaTimeoutError } from "./kuma-timeout-error.ts";

/** Whether the server may have carried a request out although it failed: nobody has heard its answer. */
export function isUnclear(error: unknown): boolean {
  return (
    error instanceof KumaTimeoutError || (error instanceof KumaConnectionError && error.code === "KUMA_CONNECTION_LOST")
  );
}
