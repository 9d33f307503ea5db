import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildDeb } from "./build-deb.ts";
import { buildRpm } from "./build-rpm.ts";
import { layOut, type HostPackage } from "./host-package.ts";
import type { RunTool } from "./package-tools.ts";

/** Where a package goes, and how its bytes are kept the same. */
export interface BuildOptions {
  readonly folder: string;
  readonly run: RunTool;
  /** The time of all files, in seconds since 1970. */
  readonly time: number;
}

/** Builds a package for dpkg and for rpm into a folder. Two builds of the same content give the same bytes. */
export function buildHostPackage(what: HostPackage, { folder, run, time }: BuildOptions): void {
  const work = mkdtempSync(join(tmpdir(), "kumakit-package-"));
  const before = process.env["SOURCE_DATE_EPOCH"];
  const mask = process.umask(0o022);
  try {
    process.env["SOURCE_DATE_EPOCH"] = String(time);
    const root = join(work, "root");
    mkdirSync(root, { mode: 0o755 });
    layOut(what, root, new Date(time * 1000));
    const files = filesBelow(root);
    for (const file of files) utimesSync(file, time, time);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const paths = files.map((file) => `/${relative(root, file)}`);
    buildRpm(what, { root, paths, folder, run });
    buildDeb(what, { root, bytes, folder, run });
  } finally {
    process.umask(mask);
    if (before === undefined) delete process.env["SOURCE_DATE_EPOCH"];
    else process.env["SOURCE_DATE_EPOCH"] = before;
    rmSync(work, { recursive: true, force: true });
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
