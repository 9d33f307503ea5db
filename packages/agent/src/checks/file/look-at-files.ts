import type { Stats } from "node:fs";
import { lstat, stat } from "node:fs/promises";
import picomatch from "picomatch";
import { expandGlob, type PathBytes } from "./expand-glob.ts";

/** Something that was found at a path; symbolic links are followed. */
export interface FoundFile {
  /** For messages: a byte without a character is replaced by one. */
  readonly path: string;
  readonly pathBytes: PathBytes;
  readonly kind: "file" | "directory" | "other";
  /** In bytes. */
  readonly size: number;
  /** When its content was last changed, in ms since 1970. */
  readonly changedAt: number;
}

/** The files at a path or of a glob. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Symbolic links to something that is missing. */
  readonly dangling: readonly string[];
  /** What may not be looked at. */
  readonly denied: readonly string[];
  readonly isCut: boolean;
}

function found(pathBytes: PathBytes, stats: Stats): FoundFile {
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
  return { path: pathBytes.toString(), pathBytes, kind, size: stats.size, changedAt: stats.mtimeMs };
}

type Look = FoundFile | "dangling" | "denied" | "missing";

async function lookAt(path: PathBytes): Promise<Look> {
  try {
    return found(path, await stat(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM") return "denied";
    if (code === "ENOTDIR") return "missing";
    if (code !== "ENOENT" && code !== "ELOOP") throw error;
    const isThere = await lstat(path).catch(() => undefined);
    return isThere === undefined ? "missing" : "dangling";
  }
}

/** Whether a path has wildcards. */
export function hasWildcards(path: string): boolean {
  return picomatch.scan(path).isGlob;
}

/** The path itself, or all that match it as a glob, with what is known of them. */
export async function lookAtFiles(path: string): Promise<FoundFiles> {
  const matches = hasWildcards(path)
    ? await expandGlob(path)
    : { paths: [Buffer.from(path.replaceAll(/\\(.)/g, "$1"))], denied: [], isCut: false };
  const files: FoundFile[] = [];
  const dangling: string[] = [];
  const denied = matches.denied.map(String);
  for (const each of matches.paths) {
    const look = await lookAt(each);
    if (look === "denied") denied.push(each.toString());
    else if (look === "dangling") dangling.push(each.toString());
    else if (look !== "missing") files.push(look);
  }
  return { files, dangling, denied, isCut: matches.isCut };
}
