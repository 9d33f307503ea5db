/**
 * Builds the packages of the agent for dpkg and rpm into a folder: always the one for the host's Node.js, and the one with
 * Node.js inside from the file that is named.
 *
 *   node tools/dist/build-packages.js FOLDER [--version VERSION] [--x64 FILE] [--arm64 FILE]
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildHostPackage } from "./host-packages/build-host-package.ts";
import { packageTools } from "./host-packages/package-tools.ts";
import type { Architecture } from "./node-for-linux.ts";
import { repositoryRoot } from "./repository-root.ts";

/** The packages that are wanted. */
export interface WantedPackages {
  readonly folder: string;
  /** That of the agent by default. */
  readonly version?: string | undefined;
  /** The agent as one file with Node.js inside. */
  readonly standalone?: Readonly<Partial<Record<Architecture, string>>>;
}

/** Builds them. @throws Error when the machine has no programs for that, and can have none */
export async function buildPackages({
  folder,
  version = ownVersion(),
  standalone = {},
}: WantedPackages): Promise<void> {
  using tools = await packageTools();
  const options = { folder, run: tools.run, time: commitTime() };
  const program = join(repositoryRoot, "packages/agent/dist/kuma-agent.mjs");
  buildHostPackage({ name: "kuma-agent", version, architecture: undefined, program }, options);
  for (const architecture of ["x64", "arm64"] as const) {
    const file = standalone[architecture];
    if (file === undefined) continue;
    buildHostPackage({ name: "kuma-agent-standalone", version, architecture, program: file }, options);
  }
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, "packages/agent/package.json"), "utf8"));
  return (manifest as { readonly version: string }).version;
}

/** Of the commit that is built, so that all who build it have the same; in seconds since 1970. */
function commitTime(): number {
  return Number(execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: repositoryRoot, encoding: "utf8" }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { version: { type: "string" }, x64: { type: "string" }, arm64: { type: "string" } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error("usage: node tools/dist/build-packages.js FOLDER [--version VERSION]");
  const { version, x64, arm64 } = values;
  await buildPackages({
    folder,
    version,
    standalone: { ...(x64 === undefined ? {} : { x64 }), ...(arm64 === undefined ? {} : { arm64 }) },
  });
}
