import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** Others changed the same thing at the same time, again and again, so that a change did not stay. Nothing of it is certain. */
export class KumaConflictError extends KumaError {
  /** Says what did not stay. */
  constructor(message: string, options?: KumaErrorOptions) {
    super("KUMA_CONFLICT", message, options);
  }
}
