import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";
import type { KumaErrorCode } from "./error-catalogue.ts";

/** The codes of {@link KumaConnectionError}. */
export type KumaConnectionErrorCode = Extract<KumaErrorCode, `KUMA_CONNECTION_${string}`>;

/**
 * No connection to an Uptime Kuma: wrong host or port, no trust in its certificate, another service behind the URL, or
 * a connection that broke while a call was under way. In the last case the server may have carried the call out.
 */
export class KumaConnectionError extends KumaError {
  /** Says which failure it is; fit for `switch`. */
  override readonly code: KumaConnectionErrorCode;

  /** Says what went wrong and why. */
  constructor(code: KumaConnectionErrorCode, message: string, options?: KumaErrorOptions) {
    super(code, message, options);
    this.code = code;
  }
}
