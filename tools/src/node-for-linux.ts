import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { repositoryRoot } from "./repository-root.ts";
import { runOrThrow } from "./run-or-throw.ts";

/** An architecture that Node.js is built for on Linux, by Node's name. */
export type Architecture = "arm64" | "x64";

interface Lockfile {
  readonly catalogs: { readonly default: Readonly<Record<string, { readonly version: string }>> };
  readonly packages: Readonly<Record<string, { readonly resolution: { readonly integrity: string } }>>;
}

/**
 * The program `node` for an architecture, as its makers bring it to npm, in the version that the lockfile names. pnpm
 * installs that of this machine; that of another one is fetched, and compared with the lockfile.
 *
 * @throws Error when it is not what the lockfile says
 */
export function nodeForLinux(architecture: Architecture): Buffer {
  const installed = installedNode(architecture);
  if (installed !== undefined) return readFileSync(installed);
  const lockfile = parse(readFileSync(join(repositoryRoot, "pnpm-lock.yaml"), "utf8")) as Lockfile;
  const version = lockfile.catalogs.default[`node-${architecture}`]?.version ?? "";
  const name = `node-linux-${architecture}@${version}`;
  const folder = mkdtempSync(join(tmpdir(), "kumakit-node-"));
  try {
    runOrThrow("npm", ["pack", name, "--silent", "--pack-destination", folder]);
    const tarball = join(folder, readdirSync(folder)[0] ?? "");
    const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    if (integrity !== lockfile.packages[name]?.resolution.integrity) {
      throw new Error(`${name} from npm is not the one of the lockfile: its integrity is ${integrity}`);
    }
    runOrThrow("tar", ["-xzf", tarball, "-C", folder, "package/bin/node"]);
    return readFileSync(join(folder, "package/bin/node"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The licences of Node.js and of all that is built into it. */
export function nodeLicences(): Buffer {
  const { resolve } = createRequire(import.meta.url);
  return readFileSync(join(dirname(resolve(`node-${process.arch}/package.json`)), "LICENSE"));
}

/** Where pnpm has put it; undefined when this machine is another one. */
export function installedNode(architecture: Architecture): string | undefined {
  if (process.platform !== "linux" || process.arch !== architecture) return undefined;
  const { resolve } = createRequire(import.meta.url);
  const program = join(dirname(resolve(`node-${architecture}/package.json`)), "bin/node");
  return existsSync(program) ? program : undefined;
}
