import type { InstallerErrorCode } from "@kumakit/installer";
import type { ProvisionErrorCode } from "@kumakit/provision";

/** One way in which `kuma` can end. */
export interface ExitCodeEntry {
  /** The number that the shell sees. */
  readonly code: number;
  /** What it means, in one line of `kuma help exit-codes`. */
  readonly meaning: string;
}

/** Every exit code of `kuma`, by the name that the source uses. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  auth: 4,
  unreachable: 5,
  refused: 6,
  partly: 7,
  conditionNotMet: 8,
  changes: 9,
  interrupted: 130,
  terminated: 143,
} as const;

/** An exit code of `kuma`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table that `kuma help exit-codes` prints. */
export const EXIT_CODE_TABLE: readonly ExitCodeEntry[] = [
  { code: EXIT.ok, meaning: "success" },
  { code: EXIT.failure, meaning: "a failure that is not listed below, or a bug" },
  {
    code: EXIT.usage,
    meaning:
      "wrong usage: unknown command or flag, bad value, or a question that needs a terminal; in agent mode: a confirmation is needed",
  },
  { code: EXIT.notFound, meaning: "the named object does not exist" },
  { code: EXIT.auth, meaning: "not logged in, or the login was refused" },
  { code: EXIT.unreachable, meaning: "the server or the host cannot be reached, or did not answer in time" },
  { code: EXIT.refused, meaning: "the change was refused: invalid, in conflict, or not supported by this server" },
  { code: EXIT.partly, meaning: "partly done: some of several succeeded" },
  { code: EXIT.conditionNotMet, meaning: "a condition is not met: something that was checked is down or pending" },
  { code: EXIT.changes, meaning: "there are differences" },
  { code: EXIT.interrupted, meaning: "interrupted with Ctrl-C" },
  { code: EXIT.terminated, meaning: "terminated" },
];

/** Error code → exit code, for failures of the host and of the main job. Installer codes that are not named end with 1. */
const EXIT_CODE_OF_CODE: Readonly<
  Record<ProvisionErrorCode, ExitCode> & Partial<Record<InstallerErrorCode, ExitCode>>
> = {
  KUMA_AGENT_DIED: EXIT.failure,
  KUMA_AGENT_NEWER: EXIT.refused,
  KUMA_AGENT_PUSH_FAILED: EXIT.unreachable,
  KUMA_AGENT_SILENT: EXIT.unreachable,
  KUMA_AGENT_UNSEEN: EXIT.unreachable,
  KUMA_AMBIGUOUS_NAME: EXIT.usage,
  KUMA_CHECK_NOT_FOUND: EXIT.notFound,
  KUMA_DRILL_UNKNOWN: EXIT.notFound,
  KUMA_GROUP_UNNAMED: EXIT.usage,
  KUMA_INTERVAL_TOO_SHORT: EXIT.usage,
  KUMA_MONITOR_AMBIGUOUS: EXIT.refused,
  KUMA_MONITOR_EXISTS: EXIT.refused,
  KUMA_MONITOR_OF_OTHER_HOST: EXIT.refused,
  KUMA_MONITOR_TAKEN: EXIT.refused,
  KUMA_MONITORS_LEFT: EXIT.partly,
  KUMA_MOVE_NAME_TAKEN: EXIT.refused,
  KUMA_NAME_TEMPLATE: EXIT.usage,
  KUMA_NOBODY_ALERTED: EXIT.refused,
  KUMA_NOT_A_PUSH_MONITOR: EXIT.refused,
  KUMA_NOT_FOUND: EXIT.notFound,
  KUMA_NOTIFICATION_EXISTS: EXIT.refused,
  KUMA_NOTIFICATION_TYPE: EXIT.usage,
  KUMA_OTHER_MACHINE: EXIT.refused,
  KUMA_OTHERS_CHECKS: EXIT.refused,
  KUMA_PUSH_TOKEN_MISSING: EXIT.refused,
  KUMA_RESTORE_LACKS: EXIT.refused,
  KUMA_TOKEN_MISSING: EXIT.usage,
  KUMA_TOKEN_SHARED: EXIT.usage,
  KUMA_UNDO_INCOMPLETE: EXIT.failure,
  INSTALLER_ABORTED: EXIT.interrupted,
  INSTALLER_AUTHORITY_UNREADABLE: EXIT.usage,
  INSTALLER_CONFIG_BROKEN: EXIT.usage,
  INSTALLER_CONFIG_CONFLICT: EXIT.refused,
  INSTALLER_CONNECTION_LOST: EXIT.unreachable,
  INSTALLER_DRILL_REFUSED: EXIT.refused,
  INSTALLER_FACTS_UNFIT: EXIT.usage,
  INSTALLER_FOREIGN_ACCOUNT: EXIT.refused,
  INSTALLER_FOREIGN_SERVICE: EXIT.refused,
  INSTALLER_HOST_KEY_CHANGED: EXIT.unreachable,
  INSTALLER_HOST_KEY_UNKNOWN: EXIT.unreachable,
  INSTALLER_HOST_NAME: EXIT.usage,
  INSTALLER_LOCKED: EXIT.refused,
  INSTALLER_LOGIN_REFUSED: EXIT.auth,
  INSTALLER_NEWER_AGENT: EXIT.refused,
  INSTALLER_NO_RUNTIME: EXIT.refused,
  INSTALLER_PACKAGED: EXIT.refused,
  INSTALLER_NO_SSH: EXIT.usage,
  INSTALLER_NOT_INSTALLED: EXIT.notFound,
  INSTALLER_PRINT_UNFIT: EXIT.usage,
  INSTALLER_SUDO_REFUSED: EXIT.auth,
  INSTALLER_UNIT_BROKEN: EXIT.refused,
  INSTALLER_UNIT_MASKED: EXIT.refused,
  INSTALLER_UNIT_NAME: EXIT.usage,
  INSTALLER_UNIT_NOT_FOUND: EXIT.notFound,
  INSTALLER_UNREACHABLE: EXIT.unreachable,
};

/** Error class (by its name) → exit code, for all other failures. */
const EXIT_CODE_OF_CLASS: Readonly<Record<string, ExitCode>> = {
  KumaConnectionError: EXIT.unreachable,
  KumaTimeoutError: EXIT.unreachable,
  KumaAuthError: EXIT.auth,
  KumaSetupRequiredError: EXIT.auth,
  KumaNotFoundError: EXIT.notFound,
  KumaRejectedError: EXIT.refused,
  KumaConflictError: EXIT.refused,
  KumaValidationError: EXIT.refused,
  KumaUnsupportedError: EXIT.refused,
  KumaProtocolError: EXIT.failure,
  KumaPartialError: EXIT.partly,
  KumaAbortedError: EXIT.interrupted,
  AgentConfigError: EXIT.usage,
  InstallerError: EXIT.failure,
};

/**
 * How the process ends because of an error: by its code where there is one of ours, else by its class. An error that
 * only passes a failure of the server or the host on ends as that one.
 *
 * @returns undefined for an error that nobody decided about: it is reported as a bug
 */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === "string" && Object.hasOwn(EXIT_CODE_OF_CODE, code))
    return EXIT_CODE_OF_CODE[code as keyof typeof EXIT_CODE_OF_CODE];
  return exitCodeOfClass(error.name) ?? (error.name === "ProvisionError" ? exitCodeOf(error.cause) : undefined);
}

/**
 * The exit code that an error's class stands for. Classes are compared by name, so that the client library need not be
 * loaded to print a usage error.
 *
 * @returns undefined for a class that nobody decided about: it is reported as a bug
 */
export function exitCodeOfClass(name: string): ExitCode | undefined {
  return Object.hasOwn(EXIT_CODE_OF_CLASS, name) ? EXIT_CODE_OF_CLASS[name] : undefined;
}

/** The exit code of a command that has reported its failure itself, or shown its help. */
export function reportedExitCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIT" || !("oclif" in error))
    return undefined;
  const { oclif } = error;
  return typeof oclif === "object" && oclif !== null && "exit" in oclif ? Number(oclif.exit) : undefined;
}
