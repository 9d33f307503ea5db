import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The caller's `AbortSignal` fired. A request that was already sent may still be carried out by the server. */
export class KumaAbortedError extends KumaError {
  /** Names what was stopped. */
  constructor(what: string, options?: KumaErrorOptions) {
    super("KUMA_ABORTED", `${what} was stopped.`, options);
  }
}
