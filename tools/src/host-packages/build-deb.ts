import { packageVersion } from "@kumakit/installer";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debScripts } from "./maintainer-scripts.ts";
import { description, homepage, maintainer, summary, type HostPackage } from "./host-package.ts";
import type { RunTool } from "./package-tools.ts";

const architectures = { x64: "amd64", arm64: "arm64" } as const;

/** The name of the file. */
function debName({ name, version, architecture }: HostPackage): string {
  return `${name}_${packageVersion(version)}_${architecture === undefined ? "all" : architectures[architecture]}.deb`;
}

/**
 * Builds a package for dpkg into a folder.
 *
 * @param root - holds its files as they lie on the host; the control files are put beside them
 */
export function buildDeb(
  what: HostPackage,
  { root, bytes, folder, run }: { root: string; bytes: number; folder: string; run: RunTool },
): void {
  const control = join(root, "DEBIAN");
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(join(control, "control"), controlOf(what, bytes));
  for (const [name, text] of Object.entries(debScripts)) writeFileSync(join(control, name), text, { mode: 0o755 });
  // Ubuntu's own default cannot be read by the dpkg of Debian 11; with one thread the bytes do not depend on the machine.
  const how = ["--root-owner-group", "-Zxz", "-z6", "--threads-max=1"];
  run(["dpkg-deb", ...how, "--build", root, join(folder, debName(what))], root);
}

function controlOf({ name, version, architecture }: HostPackage, bytes: number): string {
  const other = name === "kuma-agent" ? "kuma-agent-standalone" : "kuma-agent";
  const needs = architecture === undefined ? "nodejs (>= 18.18)" : "libc6 (>= 2.28), libstdc++6, libgcc-s1 | libgcc1";
  return [
    `Package: ${name}`,
    `Version: ${packageVersion(version)}`,
    `Architecture: ${architecture === undefined ? "all" : architectures[architecture]}`,
    "Section: net",
    "Priority: optional",
    `Maintainer: ${maintainer}`,
    `Homepage: ${homepage}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: ${needs}, systemd, passwd`,
    "Recommends: dbus",
    `Conflicts: ${other}`,
    `Replaces: ${other}`,
    `Description: ${summary}`,
    ...description.map((line) => ` ${line}`),
    "",
  ].join("\n");
}
