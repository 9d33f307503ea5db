import { errorCatalogue } from "./error-catalogue.ts";
import type { KumaErrorCode } from "./error-catalogue.ts";
import { redact } from "./redact.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** The parts of an error besides its code and message. */
export interface KumaErrorOptions {
  /** The next step for a person, when a better one is known than the catalogue's. */
  readonly hint?: string | undefined;
  /** What lay below; its text is masked too. */
  readonly cause?: unknown;
  /** Values that must not appear in message, hint or cause. */
  readonly secrets?: readonly string[] | undefined;
}

/** Marks errors of this family across duplicate installs of the package. */
export const kumaErrorBrand: unique symbol = Symbol.for("kumakit.KumaError") as never;

/**
 * The base of every error that this package throws. Message, hint and cause carry no secret: they are masked here,
 * when the error is made, not where it is printed.
 */
export abstract class KumaError extends Error {
  /** Says which failure it is; stable, fit for `switch`. */
  readonly code: KumaErrorCode;
  /** The next step for a person. */
  readonly hint: string | undefined;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly isRetryable: boolean;
  /** Identifies errors of this family, whichever copy of the package made them; see {@link isKumaError}. */
  readonly [kumaErrorBrand] = true as const;

  /** Masks the texts and looks the rest up in the catalogue. */
  protected constructor(code: KumaErrorCode, message: string, options: KumaErrorOptions = {}) {
    const cause = withoutSecrets(options.cause, options.secrets);
    super(redact(message, options.secrets), cause === undefined ? undefined : { cause });
    const hint = options.hint ?? errorCatalogue[code].hint;
    this.code = code;
    this.hint = hint === null ? undefined : redact(hint, options.secrets);
    this.isRetryable = errorCatalogue[code].isRetryable;
    this.name = new.target.name;
    Object.defineProperty(this, kumaErrorBrand, { enumerable: false });
  }
}
