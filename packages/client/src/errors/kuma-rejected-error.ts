import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The server understood the request and said no. Its own words are in the message, masked. */
export class KumaRejectedError extends KumaError {
  /** Says what was refused and the server's reason. */
  constructor(message: string, options?: KumaErrorOptions) {
    super("KUMA_REJECTED", message, options);
  }
}
