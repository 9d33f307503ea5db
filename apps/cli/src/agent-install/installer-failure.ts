import { isInstallerError, type InstallerErrorCode } from "@kumakit/installer";

import { CliError } from "../cli-error.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

/** How the process ends for each failure on the host; those that are not named end with 1. */
const EXIT_CODE_OF: Readonly<Partial<Record<InstallerErrorCode, ExitCode>>> = {
  INSTALLER_ABORTED: EXIT.interrupted,
  INSTALLER_CONFIG_BROKEN: EXIT.usage,
  INSTALLER_CONFIG_CONFLICT: EXIT.refused,
  INSTALLER_FOREIGN_SERVICE: EXIT.refused,
  INSTALLER_LOCKED: EXIT.refused,
  INSTALLER_NOT_INSTALLED: EXIT.notFound,
  INSTALLER_UNIT_BROKEN: EXIT.refused,
  INSTALLER_UNIT_MASKED: EXIT.refused,
  INSTALLER_UNIT_NAME: EXIT.usage,
  INSTALLER_UNIT_NOT_FOUND: EXIT.notFound,
};

/** An error of the installer as the command line shows it; any other error as it is. */
export function installerFailure(error: unknown): unknown {
  if (!isInstallerError(error)) return error;
  const { code, message, hint, cause } = error;
  return new CliError({ code, message, hint: hint ?? null, exit: EXIT_CODE_OF[code] ?? EXIT.failure, cause });
}
