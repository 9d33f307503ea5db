import type { KumaErrorCode } from "@kumakit/client";
import type { InstallerErrorCode } from "@kumakit/installer";

import { provisionErrorCatalogue, type ProvisionErrorCode } from "./error-catalogue.ts";

/** The code of this package, or that of the client or installer failure that had the rest undone. */
export type FailureCode = ProvisionErrorCode | KumaErrorCode | InstallerErrorCode;

/** The kinds of things that people name. */
export type FailureSubject = "monitor" | "notification";

/** The parts of a {@link ProvisionError}. */
export interface ProvisionErrorDetails {
  /** Stable name of the failure. */
  readonly code: FailureCode;
  /** What went wrong, naming the thing; never a secret. */
  readonly message: string;
  /** The next step. Default: that of the catalogue. */
  readonly hint?: string | null;
  /** The kind of thing that it is about, where one code serves several. Default: null. */
  readonly subject?: FailureSubject | null;
  /** A value that would do instead of the given one. Default: null. */
  readonly suggestion?: string | null;
  /** Whether something had been done already, and was taken back. Default: false. */
  readonly undone?: boolean;
  /** What could not be taken back: one sentence each, without a full stop. Default: nothing. */
  readonly leftBehind?: readonly string[];
  /** The error underneath. */
  readonly cause?: unknown;
}

/** A failure of this package. `message` says what went wrong, `hint` what to do next, `leftBehind` what is still there. */
export class ProvisionError extends Error {
  /** Identifies these errors, also those of a second copy of this package. */
  override readonly name = "ProvisionError";
  /** Stable name of the failure; that of the cause when a client or installer failure had the rest undone. */
  readonly code: FailureCode;
  /** The next step for a person, in no program's terms, or null when there is none to give. */
  readonly hint: string | null;
  /** The kind of thing that it is about, where one code serves several. */
  readonly subject: FailureSubject | null;
  /** A value that would do instead of the given one: a name, a template for names, `id:3`, or seconds. */
  readonly suggestion: string | null;
  /** Whether something had been done already, and was taken back. */
  readonly undone: boolean;
  /** What could not be taken back: one sentence each, without a full stop, such as `could not delete the monitor "x" (id 3)`. */
  readonly leftBehind: readonly string[];

  constructor(details: ProvisionErrorDetails) {
    const { code, message, hint, cause } = details;
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.hint = hint === undefined ? hintOf(code) : hint;
    this.subject = details.subject ?? null;
    this.suggestion = details.suggestion ?? null;
    this.undone = details.undone ?? false;
    this.leftBehind = details.leftBehind ?? [];
  }
}

/** Whether `value` is a {@link ProvisionError}, also one of a second copy of this package. */
export function isProvisionError(value: unknown): value is ProvisionError {
  return value instanceof Error && value.name === "ProvisionError" && "code" in value && "leftBehind" in value;
}

function hintOf(code: string): string | null {
  return Object.hasOwn(provisionErrorCatalogue, code) ? provisionErrorCatalogue[code as ProvisionErrorCode].hint : null;
}
