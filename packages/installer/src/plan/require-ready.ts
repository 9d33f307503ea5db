import { InstallerError } from "../installer-error.ts";
import { installedOn } from "../installed/installed-on.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { requireManager, requireStarter } from "../service-manager/require-manager.ts";
import { agentUserName, pathsOf } from "../install-paths.ts";

/**
 * Makes sure that an agent can be installed on a host, before anything is asked of a server.
 *
 * @throws {@link InstallerError} `INSTALLER_NO_SYSTEMD`, `INSTALLER_NOT_PERMITTED` or `INSTALLER_NO_USER_SESSION`;
 * `INSTALLER_NO_BUS` without a system bus; `INSTALLER_FOREIGN_ACCOUNT` when the agent's user would be a person, and
 * `INSTALLER_FOREIGN_SERVICE` when a service of the agent's name is there that no install has brought;
 * `INSTALLER_CONFIG_BROKEN` when the config cannot be read
 */
export function requireReady(facts: HostFacts): void {
  requireManager(facts);
  requireStarter(facts);
  const { manifest, config } = installedOn(facts);
  if (facts.scope === "system" && facts.has.systemd) requireBus(facts);
  if (facts.scope === "system" && manifest === undefined) requireNoPerson(facts);
  if (manifest === undefined) requireNoService(facts);
  if (config.kind === "broken") throw config.error;
}

function requireNoService(facts: HostFacts): void {
  const places = [pathsOf(facts).unit, ...(facts.cron === null ? [] : [facts.cron.entry])];
  const other = places.find((path) => facts.files[path] !== undefined);
  if (other === undefined) return;
  throw new InstallerError({
    code: "INSTALLER_FOREIGN_SERVICE",
    layer: "systemd",
    message: `${other} is on ${facts.label} already, and no install of kuma has brought it.`,
    hint: `remove that service first, or move ${other} away`,
  });
}

/** Without it the agent would start, look at nothing, and be heard by nobody. */
function requireBus({ has, label }: HostFacts): void {
  if (has.dbus) return;
  throw new InstallerError({
    code: "INSTALLER_NO_BUS",
    layer: "systemd",
    message: `There is no D-Bus on ${label}: /run/dbus/system_bus_socket is missing, and the agent hears of its units by it.`,
    hint: "install the package dbus, start it with systemctl start dbus.socket, and try again",
  });
}

/** Numbers from here on are people's, up to that of the account that owns nothing. */
const firstPerson = 1000;
const nobody = 65_534;

function requireNoPerson({ users, label }: HostFacts): void {
  const uid = users[agentUserName]?.uid ?? 0;
  if (uid < firstPerson || uid === nobody) return;
  throw new InstallerError({
    code: "INSTALLER_FOREIGN_ACCOUNT",
    layer: "usage",
    message: `${label} has a person called ${agentUserName} (uid ${uid}), and the agent needs an account of that name for itself.`,
    hint: `give that account another name (usermod --login), or remove it; a system account of that name, with a uid below ${firstPerson}, is used as it is`,
  });
}
