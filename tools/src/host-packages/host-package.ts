import { packageFiles, packagePaths, packageVersion, type PackageName } from "@kumakit/installer";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Architecture } from "../node-for-linux.ts";
import { nodeLicences } from "../node-for-linux.ts";
import { repositoryRoot } from "../repository-root.ts";
import { manPage } from "./man-page.ts";

/** A package that is to be built: the agent for the host's Node.js, or the one with Node.js inside. */
export interface HostPackage {
  readonly name: PackageName;
  /** As npm has it. */
  readonly version: string;
  /** Undefined for all of them. */
  readonly architecture: Architecture | undefined;
  /** The agent's program. */
  readonly program: string;
}

/** One line, which both kinds of packages show in lists. */
export const summary = "push agent of Uptime Kuma: reports the death of services at once";

/** More about it, without a line that is empty. */
export const description = [
  "It watches units of systemd, ports, web pages, disks, jobs and more on this",
  'host, and pushes to an Uptime Kuma. "kuma agent install UNIT" configures and',
  "enables it; until then it does nothing.",
];

/** The place of the project. */
export const homepage = "https://github.com/kumakit/kumakit";

/** Who answers for the packages. */
export const maintainer = "The kumakit maintainers <kumakit@users.noreply.github.com>";

/** Makes all files of a package below a folder, as they lie on the host. */
export function layOut({ name, version, program }: HostPackage, folder: string, date: Date): void {
  const place = (path: string): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    return file;
  };
  const agent = join(repositoryRoot, "packages/agent/dist");
  const isNode = name === "kuma-agent";
  copyFileSync(program, place(isNode ? packagePaths.program : packagePaths.standalone));
  for (const { path, text, isProgram } of packageFiles(name)) {
    writeFileSync(place(path), text, { mode: isProgram ? 0o755 : 0o644 });
  }
  writeFileSync(place("/usr/share/man/man1/kuma-agent.1.gz"), gzipSync(agentManPage(version, date), { level: 9 }));
  const documents = `/usr/share/doc/${name}`;
  writeFileSync(place(`${documents}/copyright`), copyright(isNode));
  copyFileSync(join(agent, "THIRD-PARTY-NOTICES.txt"), place(`${documents}/THIRD-PARTY-NOTICES.txt`));
  if (!isNode) writeFileSync(place(`${documents}/NODE-LICENSE`), nodeLicences());
}

/** The manual page of the command, made from its own help. */
export function agentManPage(version: string, date: Date): string {
  const bundle = join(repositoryRoot, "packages/agent/dist/kuma-agent.mjs");
  const help = execFileSync(process.execPath, [bundle, "--help"], { encoding: "utf8" });
  return manPage({
    name: "kuma-agent",
    summary: "watches this host's services and pushes to Uptime Kuma",
    version: packageVersion(version),
    date,
    help,
    more: [
      ["FILES", [".TP", ".I /etc/kuma\\-agent/agent.json", "The config, which", ".B kuma agent install", "writes."]],
      ["SEE ALSO", [".BR systemctl (1),", `.UR ${homepage}`, "the documentation", ".UE"]],
    ],
  });
}

/** In the form of Debian's copyright files, version 1.0. */
function copyright(isNode: boolean): string {
  const licence = readFileSync(join(repositoryRoot, "LICENSE"), "utf8").trim();
  const text = licence.split("\n").map((line) => (line.trim() === "" ? " ." : ` ${line}`));
  const others = `THIRD-PARTY-NOTICES.txt${isNode ? "" : " and NODE-LICENSE"}`;
  return [
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
    `Source: ${homepage}`,
    `Comment: The program contains the work of others: see ${others} beside this file.`,
    "",
    "Files: *",
    "Copyright: the kumakit maintainers",
    "License: MIT",
    ...text,
    "",
  ].join("\n");
}
