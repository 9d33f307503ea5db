import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";
import type { KumaErrorCode } from "./error-catalogue.ts";

/** The codes of {@link KumaAuthError}. */
export type KumaAuthErrorCode = Extract<KumaErrorCode, `KUMA_AUTH_${string}`>;

/** The server does not let this client in, or not yet; `code` says why. */
export class KumaAuthError extends KumaError {
  /** Says which failure it is; fit for `switch`. */
  override readonly code: KumaAuthErrorCode;

  /** Says why the log-in failed. */
  constructor(code: KumaAuthErrorCode, message: string, options?: KumaErrorOptions) {
    super(code, message, options);
    this.code = code;
  }
}
