import type { HostFacts } from "../facts/host-facts.ts";
import { InstallerError } from "../installer-error.ts";
import { posix } from "node:path";

/** The package that has brought the agent's program and its service to a host. */
export type HostPackage = NonNullable<HostFacts["package"]>;

/** The names of the packages: the agent for the host's Node.js, and the one with Node.js inside. */
export type PackageName = HostPackage["name"];

const folder = "/usr/lib/kuma-agent";

/** Where a package puts its things. */
export const packagePaths = {
  /** The agent's bundle, of `kuma-agent`. */
  program: posix.join(folder, "kuma-agent.mjs"),
  /** The agent as one file with Node.js inside, of `kuma-agent-standalone`. */
  standalone: posix.join(folder, "kuma-agent"),
  /** The command for people, crontabs and services. */
  command: "/usr/bin/kuma-agent",
  /** The service. */
  unit: "/usr/lib/systemd/system/kuma-agent.service",
  /** The agent's account. */
  account: "/usr/lib/sysusers.d/kuma-agent.conf",
} as const;

/** The package that an agent of this scope runs by; a person's agent is always the person's own. */
export function packageOn({ scope, package: found }: HostFacts): HostPackage | null {
  return scope === "system" ? found : null;
}

/**
 * Makes sure that the agent's program is one that kuma may replace.
 *
 * @param version - of the package that should be there; any when left out
 * @throws {@link InstallerError} `INSTALLER_PACKAGED`
 */
export function requireNotPackaged(facts: HostFacts, version?: string): void {
  const found = packageOn(facts);
  if (found === null) return;
  throw new InstallerError({
    code: "INSTALLER_PACKAGED",
    layer: "agent",
    message: `The agent on ${facts.label} came by the package ${found.name} ${found.version}, and ${managerOf(found, facts).name} updates it.`,
    hint: updateHint(found, facts, version),
  });
}

function updateHint(found: HostPackage, facts: HostFacts, version: string | undefined): string {
  const { file, upgrade } = managerOf(found, facts);
  return `sudo ${file} ./${packageFile(found, facts, version)}, a file of the release; or from a repository: sudo ${upgrade} ${found.name}`;
}

/** The command that removes a package, without its name. */
export function removalOf(found: HostPackage, facts: HostFacts): string {
  return managerOf(found, facts).removal;
}

interface PackageManager {
  readonly name: string;
  /** Installs a file. */
  readonly file: string;
  /** Takes the newest of a repository. */
  readonly upgrade: string;
  /** Takes away a package, and what it has left in other places. */
  readonly removal: string;
}

const apt: PackageManager = {
  name: "apt",
  file: "apt-get install",
  upgrade: "apt-get install --only-upgrade",
  removal: "apt-get purge",
};
const zypper: PackageManager = {
  name: "zypper",
  file: "zypper install",
  upgrade: "zypper update",
  removal: "zypper remove",
};
const dnf: PackageManager = { name: "dnf", file: "dnf upgrade", upgrade: "dnf upgrade", removal: "dnf remove" };

function managerOf({ format }: HostPackage, { programs }: HostFacts): PackageManager {
  if (format === "deb") return apt;
  return programs["dnf"] === undefined && programs["zypper"] !== undefined ? zypper : dnf;
}

function packageFile({ format, name }: HostPackage, { kernel }: HostFacts, version = "*"): string {
  const isArm = kernel.endsWith(" aarch64");
  const isAny = name === "kuma-agent";
  const sortable = packageVersion(version);
  if (format === "deb") return `${name}_${sortable}_${isAny ? "all" : isArm ? "arm64" : "amd64"}.deb`;
  return `${name}-${sortable}-1.${isAny ? "noarch" : isArm ? "aarch64" : "x86_64"}.rpm`;
}

/** A version as dpkg and rpm sort it: `1.0.0-beta.2` comes before `1.0.0`. */
export function packageVersion(version: string): string {
  return version.replace("-", "~");
}
