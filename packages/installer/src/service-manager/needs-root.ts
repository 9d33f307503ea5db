import type { HostFacts } from "../facts/host-facts.ts";
import { InstallerError } from "../installer-error.ts";

/**
 * The failure of an ordinary account at what only root may do.
 *
 * @param doing - words that may begin a sentence, such as `Installing for the whole host`
 */
export function needsRoot(
  { account }: Pick<HostFacts, "account">,
  doing: string,
  hint = "the same with sudo",
): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NOT_PERMITTED",
    layer: "permissions",
    message: `${doing} needs root, and this is ${account.user}.`,
    hint,
  });
}
