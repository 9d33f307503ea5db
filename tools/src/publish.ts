/**
 * Publishes the packages that `npm run release:dry` has built, those alone whose version npm does not have yet.
 *
 *   node tools/dist/publish.js [--dry-run]
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages, releaseArtefacts } from "./release-artefacts.ts";
import { repositoryRoot } from "./repository-root.ts";
import { runOrThrow } from "./run-or-throw.ts";

const dryRun = process.argv.includes("--dry-run");
const built = new Set(releaseArtefacts(join(repositoryRoot, "dist/release")).map(({ name }) => name));

for (const path of publishedPackages(repositoryRoot)) {
  const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, path, "package.json"), "utf8"));
  const { name, version } = manifest as { readonly name: string; readonly version: string };
  const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
  if (!built.has(tarball)) throw new Error(`${tarball} is not in dist/release: run npm run release:dry first`);
  if (isPublished(`${name}@${version}`)) {
    console.log(`${name}@${version} is published already`);
    continue;
  }
  const options = dryRun ? ["--dry-run"] : ["--provenance"];
  runOrThrow("npm", ["publish", "--silent", join("dist/release", tarball), "--access", "public", ...options]);
  console.log(`${name}@${version} ${dryRun ? "would be published" : "is published"}`);
}

function isPublished(spec: string): boolean {
  const { status, stdout } = spawnSync("npm", ["view", spec, "version"], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "";
}
