import type { Monitor } from "../model/monitor.ts";
import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The outcome for one input of a bulk call. */
export type BulkOutcome =
  /** It was made, or was there already. */
  | { readonly status: "created" | "existing"; readonly monitor: Monitor }
  /** It failed; whether the server has made it all the same, the error says. */
  | { readonly status: "failed"; readonly error: unknown }
  /** It was not begun. */
  | { readonly status: "notStarted" };

/** A bulk call ended before everything was done. Its cause is the first failure, or why it was stopped. */
export class KumaPartialError extends KumaError {
  /** What became of each input, in their order. */
  declare readonly outcomes: readonly BulkOutcome[];

  /** Says how far it came. */
  constructor(message: string, outcomes: readonly BulkOutcome[], options?: KumaErrorOptions) {
    super("KUMA_PARTIAL", message, options);
    // Not enumerable: a log of the error would show hundreds of monitors.
    Object.defineProperty(this, "outcomes", { value: outcomes, enumerable: false });
  }
}
