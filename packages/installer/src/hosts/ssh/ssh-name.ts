import { InstallerError } from "../../installer-error.ts";

/** The characters that the system's ssh refuses in names from version 9.6 on, because a ProxyCommand may bring them into a shell. */
const forbidden = /["'`$\\;&<>|(){},\s\p{C}]/u;

/** A name of the account: a domain may stand before it, with a backslash. */
const forbiddenInAccounts = /["'`$;&<>|(){},\s\p{C}]|\\$/u;

/**
 * Makes sure that a name can be given to ssh: `[user@]name`, with a name of DNS or of ssh_config, or
 * `ssh://[user@]name[:port]`.
 *
 * @throws {@link InstallerError} `INSTALLER_HOST_NAME`
 */
export function requireSshName(given: string): string {
  const name = given.replace(/^ssh:\/\//, "");
  const at = name.lastIndexOf("@");
  const account = name.slice(0, Math.max(at, 0));
  const host = name.slice(at + 1);
  const isSound = host !== "" && !host.startsWith("-") && !forbidden.test(host) && host.length <= 255;
  const isAccountSound = at === -1 || (/^[^-]/.test(account) && !forbiddenInAccounts.test(account));
  if (isSound && isAccountSound && !given.startsWith("-")) return given;
  throw new InstallerError({
    code: "INSTALLER_HOST_NAME",
    layer: "usage",
    message: `${JSON.stringify(given)} is not a name that ssh can connect to.`,
    hint: "write it as user@name; ports and jump hosts go into ~/.ssh/config, or write ssh://user@name:2222",
  });
}
