import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";
import { redact } from "./redact.ts";

/** The parts of a refusal. */
export interface KumaRejectedErrorOptions extends KumaErrorOptions {
  /** The server's own words, when it was the server that said no. */
  readonly reason?: string | undefined;
}

/** The server understood the request and said no. Its own words are in the message, masked. */
export class KumaRejectedError extends KumaError {
  /** The server's own words, masked; `undefined` when this package refused by itself. */
  readonly reason: string | undefined;

  /** Says what was refused and the server's reason. */
  constructor(message: string, options: KumaRejectedErrorOptions = {}) {
    super("KUMA_REJECTED", message, options);
    this.reason = options.reason === undefined ? undefined : redact(options.reason, options.secrets);
  }
}
