import type { installerErrors } from "./installer-error-catalogue.ts";

/** The part of the world that refused: what a person looks at first. */
export type InstallerLayer = "systemd" | "files" | "permissions" | "agent" | "network" | "kuma" | "config" | "usage";

/** Every code an {@link InstallerError} can carry. */
export type InstallerErrorCode = keyof typeof installerErrors;

/** The parts of an {@link InstallerError}. */
export interface InstallerErrorDetails {
  /** Stable name of the failure, `INSTALLER_…`. */
  readonly code: InstallerErrorCode;
  /** What went wrong, naming the thing; never a secret. */
  readonly message: string;
  /** Where to look. */
  readonly layer: InstallerLayer;
  /** A sentence on the next step. */
  readonly hint?: string;
  /** The error underneath. */
  readonly cause?: unknown;
  /** What could not be put back after the failure; sentences without a full stop, for the list in a message. */
  readonly leftBehind?: readonly string[];
  /** The host that it is about, by the name that was connected to. */
  readonly host?: string;
}

/**
 * The only error this package throws on purpose. `message` says what went wrong, `hint` what to do next, `layer` where
 * to look. Messages never hold a token: contents of files are not quoted.
 */
export class InstallerError extends Error {
  /** Identifies these errors, also those of a second copy of this package. */
  override readonly name = "InstallerError";
  /** Stable name of the failure. */
  readonly code: InstallerErrorCode;
  /** Where to look. */
  readonly layer: InstallerLayer;
  /** The next step, when there is one to give. */
  readonly hint?: string;
  /** What could not be put back after the failure; empty when everything is as it was. */
  readonly leftBehind: readonly string[];
  /** The host that it is about, when it is one that was connected to. */
  readonly host?: string;

  constructor(details: InstallerErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.layer = details.layer;
    this.leftBehind = details.leftBehind ?? [];
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.host !== undefined) this.host = details.host;
  }
}

/** Whether `value` is an {@link InstallerError}, also one of a second copy of this package. */
export function isInstallerError(value: unknown): value is InstallerError {
  return value instanceof Error && value.name === "InstallerError" && "layer" in value && "code" in value;
}
