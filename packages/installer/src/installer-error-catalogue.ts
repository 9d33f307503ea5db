/** The fixed parts of a kind of failure. */
export interface InstallerErrorDescription {
  /** What the code means, in one line. */
  readonly title: string;
  /** The next step for a person; null when the error itself has to say it. */
  readonly hint: string | null;
}

function describe(title: string, hint: string | null = null): InstallerErrorDescription {
  return { title, hint };
}

/** Every code that an error of this package can carry, with what it means and the next step. */
export const installerErrors = {
  INSTALLER_ABORTED: describe("The run was interrupted, and what it had done was put back."),
  INSTALLER_AGENT_DIED: describe(
    "The agent's service does not start.",
    "Read what it said, and its log: kuma agent status.",
  ),
  INSTALLER_AUTHORITY_UNREADABLE: describe(
    "The file that NODE_EXTRA_CA_CERTS names cannot be read.",
    "Mend the path in NODE_EXTRA_CA_CERTS, or unset it.",
  ),
  INSTALLER_COMMAND_FAILED: describe("A program of the host failed, or the host did not answer."),
  INSTALLER_CONFIG_BROKEN: describe(
    "The agent's config on the host cannot be read, or the agent refused it.",
    "Mend the file that the message names, or remove the agent with kuma agent uninstall.",
  ),
  INSTALLER_CONFIG_CONFLICT: describe("The new checks do not go together with the config on the host."),
  INSTALLER_CONNECTION_LOST: describe(
    "The connection to the host was lost in the middle of the work.",
    "Run the same again: it finds out what is there, and does the rest.",
  ),
  INSTALLER_DRILL_REFUSED: describe(
    "A service must not be stopped for a drill, or does not run.",
    "Name a service that runs, and that the host can do without for some seconds.",
  ),
  INSTALLER_FILE_FAILED: describe("A file or folder could not be read, written, changed or removed."),
  INSTALLER_FOREIGN_ACCOUNT: describe(
    "A person has the name of the agent's account.",
    "Give that person's account another name.",
  ),
  INSTALLER_FOREIGN_SERVICE: describe(
    "A service of the agent's name is there that no install has brought.",
    "Remove that service first, or move its file away.",
  ),
  INSTALLER_HOST_KEY_CHANGED: describe(
    "The host shows another key than the one that is known.",
    "Find out whether it was set up again; then remove the old key with ssh-keygen -R.",
  ),
  INSTALLER_HOST_KEY_UNKNOWN: describe(
    "The key of the host is not known on this machine.",
    "Connect once with ssh, and compare the key that it shows.",
  ),
  INSTALLER_HOST_NAME: describe("ssh can connect to no host of this name.", "Write it as user@name."),
  INSTALLER_LOCKED: describe(
    "Another install or uninstall is at work on the host.",
    "Wait until it has finished, and try again.",
  ),
  INSTALLER_LOGIN_REFUSED: describe(
    "The host refused the login over SSH.",
    "Add a key that it accepts to ssh-agent, or run the command in a terminal.",
  ),
  INSTALLER_MANIFEST_BROKEN: describe(
    "The list of what was installed cannot be read.",
    "Put it back from a backup, or remove the agent by hand.",
  ),
  INSTALLER_NO_RUNTIME: describe(
    "Nothing on the host can run the agent with these checks.",
    "Install Node.js 18.18 or newer there, or leave out the checks that a shell script cannot do.",
  ),
  INSTALLER_NO_SHELL: describe(
    "The account on the host runs no programs.",
    "Give it a login shell; the host needs sh and base64.",
  ),
  INSTALLER_NO_SSH: describe("There is no ssh on this machine.", "Install OpenSSH's client."),
  INSTALLER_NEWER_AGENT: describe(
    "The agent was installed by a newer kuma, which writes its files in another form.",
    "Take that kuma, or a newer one, for this host.",
  ),
  INSTALLER_NO_BUS: describe(
    "The host has no system bus, by which the agent hears of its units.",
    "Install dbus, and start it.",
  ),
  INSTALLER_NO_SYSTEMD: describe(
    "The host does not run systemd, and what was wished needs it; or no cron runs there that could start the agent.",
    "Start cron and watch commands, or run the agent yourself there: kuma-agent run.",
  ),
  INSTALLER_NO_USER_SESSION: describe(
    "The account has no systemd user session.",
    "Let one be kept with loginctl enable-linger, and log in again.",
  ),
  INSTALLER_NOT_INSTALLED: describe("No agent is installed on the host."),
  INSTALLER_NOT_PERMITTED: describe(
    "The account may not install for the whole host.",
    "Use sudo, or --user for an agent that runs as you.",
  ),
  INSTALLER_FACTS_UNFIT: describe(
    "The given facts of a host do not say all that the plan needs.",
    "Collect them again with kuma agent facts, and name the units.",
  ),
  INSTALLER_PACKAGED: describe(
    "The agent came by a package of the host, which kuma leaves to apt or dnf.",
    "Update it as any other package of the host.",
  ),
  INSTALLER_PRINT_UNFIT: describe("The plan cannot be printed in this form."),
  INSTALLER_SUDO_REFUSED: describe(
    "sudo on the host does not let the account work as root.",
    "Log in as root, or let sudo ask no password, or run the command in a terminal.",
  ),
  INSTALLER_UNDO_INCOMPLETE: describe("Not everything could be put back.", "Put back by hand what the message lists."),
  INSTALLER_UNIT_BROKEN: describe("systemd cannot load the unit.", "Check its file with systemd-analyze verify."),
  INSTALLER_UNIT_MASKED: describe("The unit is masked: it can never run.", "Unmask it with systemctl unmask."),
  INSTALLER_UNIT_NAME: describe("No unit can have this name.", "Copy the name from systemctl list-units."),
  INSTALLER_UNIT_NOT_FOUND: describe(
    "The host has no unit of this name.",
    "Look for it with systemctl list-units --all.",
  ),
  INSTALLER_UNREACHABLE: describe("The host cannot be reached over SSH.", "Try it by hand with ssh."),
} as const satisfies Readonly<Record<`INSTALLER_${string}`, InstallerErrorDescription>>;
