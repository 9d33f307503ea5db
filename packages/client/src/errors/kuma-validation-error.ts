import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";
import { redact } from "./redact.ts";

/** The input cannot be right, so that it was not sent. Nothing has changed on the server. */
export class KumaValidationError extends KumaError {
  /** The path of the wrong field, such as `interval` or `notificationIds.0`. */
  readonly field: string;
  /** Says what is wrong with it, without its name. */
  readonly problem: string;

  /** Names the field and says what is wrong with it. */
  constructor(field: string, problem: string, options?: KumaErrorOptions) {
    super("KUMA_VALIDATION", `${field}: ${problem}`, options);
    this.field = field;
    this.problem = redact(problem, options?.secrets);
  }
}
