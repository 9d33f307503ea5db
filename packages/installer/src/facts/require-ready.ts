import { InstallerError } from "../installer-error.ts";
import { installedOn } from "../installed/installed-on.ts";
import type { HostFacts } from "./host-facts.ts";
import { systemdManager } from "../service-manager/systemd.ts";
import { pathsOf } from "./survey-host.ts";

/**
 * Makes sure that an agent can be installed on a host, before anything is asked of a server.
 *
 * @throws {@link InstallerError} `INSTALLER_NO_SYSTEMD`, `INSTALLER_NOT_PERMITTED` or `INSTALLER_NO_USER_SESSION`; `INSTALLER_FOREIGN_SERVICE` when a service of the agent's
 * name is there that no install has brought; `INSTALLER_CONFIG_BROKEN` when the config cannot be read
 */
export function requireReady(facts: HostFacts): void {
  systemdManager.requireUsable(facts);
  const { manifest, config } = installedOn(facts);
  const { unit } = pathsOf(facts);
  if (facts.files[unit] !== undefined && manifest === undefined) {
    throw new InstallerError({
      code: "INSTALLER_FOREIGN_SERVICE",
      layer: "systemd",
      message: `${unit} is on ${facts.label} already, and no install of kuma has brought it.`,
      hint: `remove that service first, or move ${unit} away`,
    });
  }
  if (config.kind === "broken") throw config.error;
}
