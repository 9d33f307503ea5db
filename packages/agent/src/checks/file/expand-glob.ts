import type { Dirent } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";
import picomatch from "picomatch";

/** More matches than this are not looked at. */
const mostMatches = 10_000;

/** More entries of folders than this are not read. */
const mostEntries = 100_000;

/** The files that a glob matches at the moment. */
export interface GlobMatches {
  readonly paths: readonly string[];
  /** Folders that may not be read: there may be more matches in them. */
  readonly denied: readonly string[];
  /** Whether the search was ended because there was too much. */
  readonly isCut: boolean;
}

interface Walk {
  readonly segments: readonly string[];
  readonly paths: Set<string>;
  readonly denied: Set<string>;
  entries: number;
}

function isCut({ paths, entries }: Walk): boolean {
  return paths.size >= mostMatches || entries >= mostEntries;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Notes a folder that may not be read, or is gone; anything else is a fault. */
function noteTrouble(walk: Walk, folder: string, error: unknown): void {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") walk.denied.add(folder);
  else if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "ELOOP") throw error;
}

async function eachEntry(walk: Walk, folder: string, visit: (entry: Dirent) => Promise<void>): Promise<void> {
  try {
    for await (const entry of await opendir(folder)) {
      walk.entries += 1;
      if (isCut(walk)) return;
      await visit(entry);
    }
  } catch (error) {
    noteTrouble(walk, folder, error);
  }
}

/** `**`: this folder and every one below it, but none that is hidden or reached by a symbolic link. */
async function descend(walk: Walk, folder: string, index: number): Promise<void> {
  const isLast = index === walk.segments.length - 1;
  if (!isLast) await expand(walk, folder, index + 1);
  await eachEntry(walk, folder, async (entry) => {
    if (entry.name.startsWith(".")) return;
    const path = join(folder, entry.name);
    if (isLast) walk.paths.add(path);
    if (entry.isDirectory()) await descend(walk, path, index);
  });
}

async function takeOne(walk: Walk, path: string): Promise<void> {
  try {
    await lstat(path);
    walk.paths.add(path);
  } catch (error) {
    noteTrouble(walk, path, error);
  }
}

async function expand(walk: Walk, folder: string, index: number): Promise<void> {
  const segment = walk.segments[index];
  if (segment === undefined || isCut(walk)) return;
  if (segment === "**") return await descend(walk, folder, index);
  const isLast = index === walk.segments.length - 1;
  if (!picomatch.scan(segment).isGlob) {
    const path = join(folder, segment.replaceAll(/\\(.)/g, "$1"));
    return await (isLast ? takeOne(walk, path) : expand(walk, path, index + 1));
  }
  const matches = picomatch(segment, { posix: true });
  await eachEntry(walk, folder, async ({ name }) => {
    if (!matches(name)) return;
    if (isLast) walk.paths.add(join(folder, name));
    else await expand(walk, join(folder, name), index + 1);
  });
}

/**
 * Finds what matches a glob: `*`, `?`, `[…]`, `{a,b}` within a name, and `**` for any number of folders. Hidden files match
 * only where the pattern has the dot. The search is bounded.
 *
 * @param pattern - absolute
 */
export async function expandGlob(pattern: string): Promise<GlobMatches> {
  const segments = pattern.split("/").filter((segment) => segment !== "");
  const walk: Walk = { segments, paths: new Set(), denied: new Set(), entries: 0 };
  await expand(walk, "/", 0);
  return { paths: [...walk.paths], denied: [...walk.denied], isCut: isCut(walk) };
}
