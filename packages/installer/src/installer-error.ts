/** The part of the world that refused: what a person looks at first. */
export type InstallerLayer = "systemd" | "files" | "permissions" | "agent" | "network" | "kuma" | "config" | "usage";

/** What an {@link InstallerError} is made of. */
export interface InstallerErrorDetails {
  /** Stable name of the failure, `INSTALLER_…`. */
  readonly code: InstallerErrorCode;
  /** What went wrong, naming the thing; never a secret. */
  readonly message: string;
  /** Where to look. */
  readonly layer: InstallerLayer;
  /** The next step, as a sentence. */
  readonly hint?: string;
  /** The error underneath. */
  readonly cause?: unknown;
}

/** Every code an {@link InstallerError} can carry. */
export type InstallerErrorCode =
  | "INSTALLER_ABORTED"
  | "INSTALLER_AGENT_DIED"
  | "INSTALLER_AGENT_UNREADABLE"
  | "INSTALLER_COMMAND_FAILED"
  | "INSTALLER_CONFIG_BROKEN"
  | "INSTALLER_CONFIG_CONFLICT"
  | "INSTALLER_FILE_FAILED"
  | "INSTALLER_FOREIGN_SERVICE"
  | "INSTALLER_LOCKED"
  | "INSTALLER_MANIFEST_BROKEN"
  | "INSTALLER_NO_SYSTEMD"
  | "INSTALLER_NO_USER_SESSION"
  | "INSTALLER_NOT_INSTALLED"
  | "INSTALLER_NOT_PERMITTED"
  | "INSTALLER_UNDO_INCOMPLETE"
  | "INSTALLER_UNIT_BROKEN"
  | "INSTALLER_UNIT_MASKED"
  | "INSTALLER_UNIT_NAME"
  | "INSTALLER_UNIT_NOT_FOUND";

/**
 * The only error this package throws on purpose. `message` says what went wrong, `hint` what to do next, `layer` where
 * to look. Messages never hold a token: contents of files are not quoted.
 */
export class InstallerError extends Error {
  /** Tells these errors from others, also those of a second copy of this package. */
  override readonly name = "InstallerError";
  /** Stable name of the failure. */
  readonly code: InstallerErrorCode;
  /** Where to look. */
  readonly layer: InstallerLayer;
  /** The next step, when there is one to give. */
  readonly hint?: string;

  constructor(details: InstallerErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.layer = details.layer;
    if (details.hint !== undefined) this.hint = details.hint;
  }
}

/** Whether `value` is an {@link InstallerError}, also one of a second copy of this package. */
export function isInstallerError(value: unknown): value is InstallerError {
  return value instanceof Error && value.name === "InstallerError" && "layer" in value && "code" in value;
}
