import { readFile, statfs } from "node:fs/promises";
import { defineBoundedLook, LookError } from "../shared/bounded-look.ts";
import { choosePaths, isGlob, realMounts, type ChosenPath } from "./choose-mounts.ts";
import { isImage } from "./is-image.ts";
import type { DiskLook } from "./judge-disk.ts";
import { parseMountinfo } from "./parse-mountinfo.ts";

/** How long one file system may take to answer, in ms. */
const limitMs = 5_000;

const reasons: Readonly<Record<string, string>> = {
  EACCES: "the agent may not look there: permission denied",
  EIO: "input/output error",
  ESTALE: "the server of this mount has forgotten it (stale file handle)",
  ENOTCONN: "the program behind this mount is gone",
};

/** Faults of the file system itself: what it holds cannot be used. */
const broken = new Set(["EIO", "ESTALE", "ENOTCONN", "ESHUTDOWN", "EHOSTDOWN"]);

const lookAtFileSystem = defineBoundedLook({
  limitMs,
  nameOf: ({ path }: ChosenPath) => path,
  look: ({ path, mount, isMountPoint }) => statfs(isMountPoint && mount ? mount.mountPointBytes : path),
});

/** Which file systems to look at. */
export interface DiskChoice {
  /** Paths and globs; all real file systems when undefined. */
  readonly paths: readonly string[] | undefined;
  readonly mustBeMount: boolean;
}

async function lookAt(chosen: ChosenPath, mustBeMount: boolean): Promise<DiskLook> {
  const { path, mount, isMountPoint } = chosen;
  if (mustBeMount && !isMountPoint) return { path, trouble: `nothing is mounted at ${path}` };
  try {
    const figures = await lookAtFileSystem(chosen);
    const isFullByKind = mount !== undefined && (await isImage(mount, figures));
    return { path, figures, isReadOnly: mount?.isReadOnly === true, isFullByKind };
  } catch (error) {
    if (error instanceof LookError) return { path, unknown: error.message };
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { path, trouble: `there is no ${path}` };
    const text = `${path}: ${reasons[code] ?? code}`;
    return broken.has(code) ? { path, trouble: text } : { path, unknown: text };
  }
}

/** Two mount points may be the same as text, and differ in bytes. */
function keyOf({ path, mount, isMountPoint }: ChosenPath): string {
  return isMountPoint && mount !== undefined ? mount.mountPointBytes.toString("latin1") : path;
}

/** Looks at all chosen file systems. */
export async function lookAtPaths({ paths, mustBeMount }: DiskChoice): Promise<readonly DiskLook[]> {
  const mounts = parseMountinfo(await readFile("/proc/self/mountinfo"));
  if (paths === undefined) {
    const all = realMounts(mounts).map((mount) => ({ path: mount.mountPoint, mount, isMountPoint: true }));
    return await Promise.all(all.map((chosen) => lookAt(chosen, false)));
  }
  const chosen = new Map<string, ChosenPath>();
  const missing: DiskLook[] = [];
  for (const path of paths) {
    const found = choosePaths(path, mounts);
    if (found.length === 0 && isGlob(path)) missing.push({ path, trouble: `nothing is mounted that matches ${path}` });
    for (const each of found) chosen.set(keyOf(each), each);
  }
  return [...missing, ...(await Promise.all([...chosen.values()].map((each) => lookAt(each, mustBeMount))))];
}
