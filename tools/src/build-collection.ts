import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import * as z from "zod";
import { repositoryRoot } from "./repository-root.ts";

const folder = join(repositoryRoot, "ansible");

const galaxySchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  version: z.string(),
  readme: z.string(),
  authors: z.array(z.string()),
  description: z.string(),
  license_file: z.string(),
  tags: z.array(z.string()),
  dependencies: z.record(z.string(), z.string()),
  repository: z.string(),
  documentation: z.string(),
  homepage: z.string(),
  issues: z.string(),
});

/** One entry of `FILES.json`. */
interface ListedFile {
  readonly name: string;
  readonly ftype: "dir" | "file";
  readonly chksum_type: "sha256" | null;
  readonly chksum_sha256: string | null;
  readonly format: 1;
}

const versionSchema = z.looseObject({ version: z.string() });

/**
 * Packs the Ansible collection as `ansible-galaxy collection build` does, without Ansible and with times and owners that are
 * always the same: what git knows below `ansible/`, and the two lists of it that `ansible-galaxy collection install` checks.
 *
 * @param into - the folder that gets the archive
 * @returns its path
 */
export function buildCollection(into: string): string {
  // The modules run the command of the same release; `galaxy.yml` has a place holder.
  const { version } = versionSchema.parse(
    JSON.parse(readFileSync(join(repositoryRoot, "apps/cli/package.json"), "utf8")),
  );
  const galaxy = galaxySchema.parse(parse(readFileSync(join(folder, "galaxy.yml"), "utf8")));
  const names = sourceFiles();
  const listed = [...foldersOf(names).map(listedFolder), ...names.map(listedFile)].toSorted(byName);
  const files = asJson({ files: listed, format: 1 });
  const { namespace, name, license_file, ...info } = galaxy;
  const manifest = asJson({
    collection_info: { namespace, name, ...info, version, license: [], license_file },
    file_manifest_file: { ...sumOf("FILES.json", files), format: 1 },
    format: 1,
  });
  const archive = join(into, `${namespace}-${name}-${version}.tar.gz`);
  const work = mkdtempSync(join(tmpdir(), "kumakit-collection-"));
  try {
    for (const file of names) stage(work, file);
    writeFileSync(join(work, "FILES.json"), files);
    writeFileSync(join(work, "MANIFEST.json"), manifest);
    for (const file of ["FILES.json", "MANIFEST.json"]) chmodSync(join(work, file), 0o644);
    const order = ["MANIFEST.json", "FILES.json", ...listed.map((one) => one.name).filter((one) => one !== ".")];
    writeFileSync(archive, gzipSync(packed(work, order), { level: 9 }));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return archive;
}

/** The files that git knows, so that nothing which a run of Ansible leaves behind comes along. */
function sourceFiles(): readonly string[] {
  const listed = execFileSync("git", ["ls-files", "-z"], { cwd: folder, encoding: "utf8" });
  return listed.split("\0").filter((name) => name !== "" && name !== "galaxy.yml");
}

function foldersOf(names: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const name of names) for (let path = dirname(name); !folders.has(path); path = dirname(path)) folders.add(path);
  return [...folders];
}

function listedFolder(name: string): ListedFile {
  return { name, ftype: "dir", chksum_type: null, chksum_sha256: null, format: 1 };
}

function listedFile(name: string): ListedFile {
  return { ...sumOf(name, readFileSync(join(folder, name))), format: 1 };
}

function sumOf(name: string, content: string | Uint8Array) {
  const sum = createHash("sha256").update(content).digest("hex");
  return { name, ftype: "file", chksum_type: "sha256", chksum_sha256: sum } as const;
}

function byName(a: ListedFile, b: ListedFile): number {
  return a.name < b.name ? -1 : 1;
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** A copy with the mode that a clone gives it under every umask. */
function stage(work: string, name: string): void {
  const [from, to] = [join(folder, name), join(work, name)];
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, (statSync(from).mode & 0o100) === 0 ? 0o644 : 0o755);
}

function packed(work: string, order: readonly string[]): Uint8Array {
  const sameEverywhere = [
    "--format=ustar",
    "--mtime=@0",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mode=u=rwX,go=rX",
  ];
  const options = [...sameEverywhere, "--no-recursion", "--null", "--files-from=-"];
  const input = order.map((name) => `${name}\0`).join("");
  return execFileSync("tar", ["--create", ...options], { cwd: work, input, maxBuffer: 64 * 1024 * 1024 });
}
