import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { InstallScope } from "../install-paths.ts";
import { systemctl } from "./systemctl.ts";

/**
 * Makes sure that the host runs systemd and that the account may change what `scope` needs.
 *
 * @throws {@link InstallerError} `INSTALLER_NO_SYSTEMD`, `INSTALLER_NOT_PERMITTED` or `INSTALLER_NO_USER_SESSION`
 */
export async function requireSystemd(host: Host, scope: InstallScope): Promise<void> {
  // The documented test, sd_booted(3): a container may have the programs without the manager.
  if ((await host.stat("/run/systemd/system"))?.kind !== "folder") {
    throw new InstallerError({
      code: "INSTALLER_NO_SYSTEMD",
      layer: "systemd",
      message: `${capitalised(host.label)} does not run systemd, and the agent is installed as a systemd service.`,
      hint: "run the agent yourself there: kuma-agent run --config agent.json",
    });
  }
  const { user } = await host.identity();
  if (scope === "system" && user.uid !== 0) {
    throw new InstallerError({
      code: "INSTALLER_NOT_PERMITTED",
      layer: "permissions",
      message: `Installing for the whole host needs root, and this is ${user.name}.`,
      hint: "the same with sudo (and log in as root too), or with --user for an agent that runs as you",
    });
  }
  if (scope === "user") await requireUserManager(host, user.name);
}

async function requireUserManager(host: Host, name: string): Promise<void> {
  const { code, stdout, stderr } = await systemctl(host, "user").try(["is-system-running"]);
  // "degraded" and "starting" answer with a code other than 0, but they answer.
  if (code === 0 || ["degraded", "starting", "initializing"].includes(stdout.trim())) return;
  throw new InstallerError({
    code: "INSTALLER_NO_USER_SESSION",
    layer: "systemd",
    message: `There is no systemd user session for ${name}: ${stderr.trim().split("\n")[0] || stdout.trim()}`,
    hint: `let one be kept with "sudo loginctl enable-linger ${name}", and log in as ${name} afresh (not through su)`,
  });
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
