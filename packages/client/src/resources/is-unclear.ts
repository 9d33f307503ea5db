import { KumaConnectionError } from "../errors/kuma-connection-error.ts";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";

/** Whether a call failed in such a way that nobody can say if the server has carried it out. */
export function isUnclear(error: unknown): boolean {
  return (
    error instanceof KumaTimeoutError || (error instanceof KumaConnectionError && error.code === "KUMA_CONNECTION_LOST")
  );
}
