/**
 * Builds all that a release brings into `dist/release`, without publishing anything: name, size in bytes and SHA-256 of each
 * artefact are printed, and stand in `SHA256SUMS`.
 *
 *   npm run release:dry
 *
 * With `RELEASE_KEY`, the id of a key in the keyring of gpg, it signs that list as `SHA256SUMS.asc`.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checksumLines, publishedPackages, releaseArtefacts } from "./release-artefacts.ts";
import { repositoryRoot } from "./repository-root.ts";

const folder = join(repositoryRoot, "dist/release");
const key = process.env["RELEASE_KEY"];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
const { packageManager } = manifest as { readonly packageManager: string };
for (const path of publishedPackages(repositoryRoot)) {
  run("npx", ["--yes", packageManager, "--dir", path, "pack", "--pack-destination", folder]);
}
for (const list of ["kuma.cdx.json", "kuma-agent.cdx.json"]) {
  copyFileSync(join(repositoryRoot, "apps/cli/dist", list), join(folder, list));
}

const artefacts = releaseArtefacts(folder);
const sums = join(folder, "SHA256SUMS");
writeFileSync(sums, checksumLines(artefacts));
if (key !== undefined) run("gpg", ["--batch", "--local-user", key, "--armor", "--detach-sign", sums]);

for (const { name, bytes, sha256 } of artefacts) console.log(`${sha256}  ${String(bytes).padStart(9)}  ${name}`);
console.log(`${artefacts.length} artefacts in dist/release, ${key === undefined ? "not signed" : `signed with ${key}`}`);

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: repositoryRoot, stdio: ["ignore", "ignore", "inherit"] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}
