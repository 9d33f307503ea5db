import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One file of a release. */
export interface ReleaseArtefact {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The folders of the packages that npm gets, relative to the root of the repository. */
export function publishedPackages(root: string): readonly string[] {
  return ["apps", "packages"]
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .filter((folder) => {
      const manifest: unknown = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      return (manifest as { readonly private?: boolean }).private !== true;
    });
}

/** The files in a folder, sorted by name. */
export function releaseArtefacts(folder: string): readonly ReleaseArtefact[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const content = readFileSync(join(folder, name));
      return { name, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
    });
}

/** The text of a `SHA256SUMS` file, which `sha256sum --check` reads. */
export function checksumLines(artefacts: readonly ReleaseArtefact[]): string {
  return artefacts.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}
