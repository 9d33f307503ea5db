/**
 * Builds all that a release brings into `dist/release`, and publishes nothing: name, size in bytes and SHA-256 of each artefact
 * are printed, and stand in `SHA256SUMS`. Two runs on one commit give the same bytes.
 *
 *   npm run release:dry
 *
 * With `RELEASE_KEY`, the id of a key in the keyring of gpg, it signs that list as `SHA256SUMS.asc`.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCollection } from "./build-collection.ts";
import { buildPackages } from "./build-packages.ts";
import { buildStandalone } from "./build-standalone.ts";
import { nodeLicences } from "./node-for-linux.ts";
import { packReproducibly } from "./pack-reproducibly.ts";
import { checksumLines, publishedPackages, releaseArtefacts } from "./release-artefacts.ts";
import { repositoryRoot } from "./repository-root.ts";
import { runOrThrow } from "./run-or-throw.ts";

const folder = join(repositoryRoot, "dist/release");
const key = process.env["RELEASE_KEY"];
const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
const { packageManager } = manifest as { readonly packageManager: string };
const packages = publishedPackages(repositoryRoot).map((path) => join(repositoryRoot, path));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// The compiler leaves the output of a source that is gone; a package would bring it along.
for (const path of packages) rmSync(join(path, "dist"), { recursive: true, force: true });
runOrThrow("npx", ["--yes", packageManager, "exec", "turbo", "run", "build", "--force", "--output-logs=errors-only"]);

for (const path of packages) packReproducibly(path, packageManager, folder);
const standalone = { x64: join(folder, "kuma-agent-linux-x64"), arm64: join(folder, "kuma-agent-linux-arm64") };
for (const architecture of ["x64", "arm64"] as const) await buildStandalone(architecture, standalone[architecture]);
await buildPackages({ folder, standalone });
writeFileSync(join(folder, "kuma-agent-linux.NODE-LICENSE"), nodeLicences());
buildCollection(folder);
for (const list of ["kuma.cdx.json", "kuma-agent.cdx.json"]) {
  copyFileSync(join(repositoryRoot, "apps/cli/dist", list), join(folder, list));
}

const artefacts = releaseArtefacts(folder);
const sums = join(folder, "SHA256SUMS");
writeFileSync(sums, checksumLines(artefacts));
if (key !== undefined) runOrThrow("gpg", ["--batch", "--local-user", key, "--armor", "--detach-sign", sums]);

for (const { name, bytes, sha256 } of artefacts) console.log(`${sha256}  ${String(bytes).padStart(9)}  ${name}`);
console.log(
  `${artefacts.length} artefacts in dist/release, ${key === undefined ? "not signed" : `signed with ${key}`}`,
);
