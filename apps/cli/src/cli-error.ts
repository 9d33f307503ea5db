import type { FailureCode } from "@kumakit/provision";

import type { CliErrorCode } from "./error-catalogue.ts";
import type { ExitCode } from "./exit-codes.ts";

/** The parts of a {@link CliError}. */
export interface CliErrorOptions {
  /** Stable, and described in docs/errors.md. */
  readonly code: CliErrorCode | FailureCode;
  /** What went wrong, naming the object; never a secret. */
  readonly message: string;
  /** The next step for the person, or null when there is none to give. */
  readonly hint: string | null;
  /** How the process ends. */
  readonly exit: ExitCode;
  /** The error underneath, shown as its message. */
  readonly cause?: unknown;
}

/** An expected failure that the CLI itself found: shown as message and hint, without a stack. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** Stable, and described in docs/errors.md. */
  readonly code: CliErrorCode | FailureCode;
  /** The next step for the person, or null. */
  readonly hint: string | null;
  /** How the process ends. */
  readonly exit: ExitCode;

  constructor(options: CliErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.exit = options.exit;
  }
}

/** Says that the command line itself is wrong (exit 2, code `KUMA_USAGE`). */
export function usageError(message: string, hint: string | null): CliError {
  return new CliError({ code: "KUMA_USAGE", message, hint, exit: 2 });
}
