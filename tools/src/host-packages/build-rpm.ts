import { packageVersion } from "@kumakit/installer";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rpmScripts } from "./maintainer-scripts.ts";
import { description, homepage, maintainer, summary, type HostPackage } from "./host-package.ts";
import type { RunTool } from "./package-tools.ts";

const architectures = { x64: "x86_64", arm64: "aarch64" } as const;

/** The name of the file. */
function rpmName({ name, version, architecture }: HostPackage): string {
  return `${name}-${packageVersion(version)}-1.${architecture === undefined ? "noarch" : architectures[architecture]}.rpm`;
}

/**
 * Builds a package for rpm into a folder.
 *
 * @param root - holds its files as they lie on the host
 * @param paths - of all of these files, absolute on the host
 */
export function buildRpm(
  what: HostPackage,
  { root, paths, folder, run }: { root: string; paths: readonly string[]; folder: string; run: RunTool },
): void {
  const work = mkdtempSync(join(tmpdir(), "kumakit-rpm-"));
  try {
    const spec = join(work, "package.spec");
    writeFileSync(spec, specOf(what, paths, root));
    const target = what.architecture === undefined ? "noarch" : architectures[what.architecture];
    const made = join(work, "made");
    mkdirSync(made);
    const macros = Object.entries({ ...reproducible, _topdir: work, _rpmdir: made, _rpmfilename: "%%{NAME}.rpm" });
    const defines = macros.flatMap(([name, value]) => ["--define", `${name} ${value}`]);
    run(["rpmbuild", "-bb", `--target=${target}-linux`, ...defines, spec], work);
    for (const file of readdirSync(made)) copyFileSync(join(made, file), join(folder, rpmName(what)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const reproducible = {
  _buildhost: "localhost",
  use_source_date_epoch_as_buildtime: "1",
  clamp_mtime_to_source_date_epoch: "1",
  // Read by every rpm since 4.6; with one thread the bytes do not depend on the machine.
  _binary_payload: "w6.xzdio",
  _build_id_links: "none",
  debug_package: "%{nil}",
  // The files are finished: nothing is to be stripped or compiled.
  __os_install_post: "%{nil}",
};

function specOf({ name, version, architecture }: HostPackage, paths: readonly string[], root: string): string {
  const other = name === "kuma-agent" ? "kuma-agent-standalone" : "kuma-agent";
  // Fedora's nodejs has an epoch, and packages of others only say which engine they are.
  const needs =
    architecture === undefined
      ? ["(nodejs >= 1:18.18 or nodejs(engine) >= 18.18)"]
      : ["libc.so.6(GLIBC_2.28)(64bit)", "libstdc++.so.6()(64bit)", "libgcc_s.so.1()(64bit)"];
  return [
    `Name: ${name}`,
    `Version: ${packageVersion(version)}`,
    "Release: 1",
    `Summary: ${summary}`,
    "License: MIT",
    `URL: ${homepage}`,
    `Packager: ${maintainer}`,
    "AutoReqProv: no",
    ...needs.map((need) => `Requires: ${need}`),
    "Requires: systemd",
    "Recommends: dbus",
    `Conflicts: ${other}`,
    "%description",
    ...description,
    "%install",
    `mkdir -p %{buildroot} && cp -a '${root}/usr' %{buildroot}/`,
    ...Object.entries(rpmScripts).flatMap(([when, text]) => [`%${when}`, text.replaceAll("%", "%%").trimEnd()]),
    "%files",
    "%defattr(-,root,root,-)",
    "%dir /usr/lib/kuma-agent",
    `%dir /usr/share/doc/${name}`,
    ...paths.map((path) => (path.startsWith("/usr/share/doc/") ? `%doc ${path}` : path)),
    "",
  ].join("\n");
}
