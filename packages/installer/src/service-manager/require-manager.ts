import { InstallerError } from "../installer-error.ts";
import type { HostFacts } from "../facts/host-facts.ts";

/**
 * Makes sure that the account may change what an agent of this scope needs, and that a service manager is there.
 *
 * @throws {@link InstallerError} `INSTALLER_NO_SYSTEMD`, `INSTALLER_NOT_PERMITTED` or `INSTALLER_NO_USER_SESSION`
 */
export function requireSystemdManager(facts: HostFacts): void {
  const { label, scope, account } = facts;
  if (!facts.has.systemd) {
    throw new InstallerError({
      code: "INSTALLER_NO_SYSTEMD",
      layer: "systemd",
      message: `${label.slice(0, 1).toUpperCase()}${label.slice(1)} does not run systemd, and the agent is installed as a systemd service.`,
      hint: "run the agent yourself there: kuma-agent run --config agent.json",
    });
  }
  if (scope === "system" && account.uid !== 0) {
    throw new InstallerError({
      code: "INSTALLER_NOT_PERMITTED",
      layer: "permissions",
      message: `Installing for the whole host needs root, and this is ${account.user}.`,
      hint: "the same with sudo (and log in as root too), or with --user for an agent that runs as you",
    });
  }
  if (scope === "user") requireSession(facts);
}

/** States of a manager that answers; any other text is its complaint. */
const answers = new Set(["running", "degraded", "starting", "initializing", "maintenance", "stopping"]);

function requireSession({ managerState, account }: HostFacts): void {
  if (answers.has(managerState)) return;
  throw new InstallerError({
    code: "INSTALLER_NO_USER_SESSION",
    layer: "systemd",
    message: `There is no systemd user session for ${account.user}: ${managerState}`,
    hint: `let one be kept with "sudo loginctl enable-linger ${account.user}", and log in as ${account.user} afresh (not through su)`,
  });
}
