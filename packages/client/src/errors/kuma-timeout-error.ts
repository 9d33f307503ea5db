import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The server was silent for too long. It may have carried the request out all the same. */
export class KumaTimeoutError extends KumaError {
  /** How long was waited, in milliseconds. */
  readonly timeout: number;

  /** Says what was waited for and for how long (ms). */
  constructor(
    code: "KUMA_TIMEOUT_CONNECT" | "KUMA_TIMEOUT_CALL",
    message: string,
    options: KumaErrorOptions & { readonly timeout: number },
  ) {
    super(code, message, options);
    this.timeout = options.timeout;
  }
}
