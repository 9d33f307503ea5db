import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { InstallPaths } from "../install-paths.ts";
import type { Installed } from "./read-installed.ts";

/**
 * Makes sure that an install may go on with what is on the host.
 *
 * @throws {@link InstallerError} `INSTALLER_FOREIGN_SERVICE` when a service of the agent's name is there that no install
 * has brought; `INSTALLER_CONFIG_BROKEN` when the config cannot be read
 */
export function requireOurs(host: Host, paths: InstallPaths, installed: Installed): void {
  if (installed.hasUnit && installed.manifest === undefined) {
    throw new InstallerError({
      code: "INSTALLER_FOREIGN_SERVICE",
      layer: "systemd",
      message: `${paths.unit} is on ${host.label} already, and no install of kuma has brought it.`,
      hint: `remove that service first, or move ${paths.unit} away`,
    });
  }
  if (installed.config.kind === "broken") throw installed.config.error;
}
