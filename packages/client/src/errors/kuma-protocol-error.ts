import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The server answered in a shape that this client does not know. */
export class KumaProtocolError extends KumaError {
  /** Says what was expected. */
  constructor(message: string, options?: KumaErrorOptions) {
    super("KUMA_PROTOCOL", message, options);
  }
}
