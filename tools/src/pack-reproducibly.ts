import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOrThrow } from "./run-or-throw.ts";

/**
 * Packs one package as npm gets it, into `folder`. pnpm alone knows the versions of the workspace, but writes
 * `devDependencies` in any order. Nobody who installs a package needs them: they are left out, and npm packs what remains,
 * with times and owners that are always the same.
 */
export function packReproducibly(path: string, packageManager: string, folder: string): void {
  const work = mkdtempSync(join(tmpdir(), "kumakit-pack-"));
  try {
    runOrThrow("npx", ["--yes", packageManager, "--dir", path, "pack", "--pack-destination", work]);
    for (const tarball of readdirSync(work)) runOrThrow("tar", ["-xf", join(work, tarball), "-C", work]);
    const unpacked = join(work, "package");
    const file = join(unpacked, "package.json");
    const packed: unknown = JSON.parse(readFileSync(file, "utf8"));
    const { devDependencies: _, scripts: __, ...published } = packed as Record<string, unknown>;
    writeFileSync(file, `${JSON.stringify(published, null, 2)}\n`);
    runOrThrow("npm", ["pack", unpacked, "--silent", "--ignore-scripts", "--pack-destination", folder]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
