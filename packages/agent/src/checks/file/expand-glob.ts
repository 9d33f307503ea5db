import type { Dirent } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import picomatch from "picomatch";

/** More matches than this are not looked at. */
const mostMatches = 10_000;

/** More entries of folders than this are not read. */
const mostEntries = 100_000;

/** A path as the bytes that it is, which need not be UTF-8. */
export type PathBytes = Buffer;

/** The files that a glob matches at the moment. */
export interface GlobMatches {
  readonly paths: readonly PathBytes[];
  /** Folders that may not be read: there may be more matches in them. */
  readonly denied: readonly PathBytes[];
  /** Whether the search was ended because there was too much. */
  readonly isCut: boolean;
}

const root = Buffer.from("/");

interface Walk {
  readonly segments: readonly string[];
  /** By their bytes: two names may be the same as text. */
  readonly paths: Map<string, PathBytes>;
  readonly denied: Map<string, PathBytes>;
  entries: number;
}

function isCut({ paths, entries }: Walk): boolean {
  return paths.size >= mostMatches || entries >= mostEntries;
}

function note(paths: Walk["paths"], path: PathBytes): void {
  paths.set(path.toString("latin1"), path);
}

function join(folder: PathBytes, name: PathBytes): PathBytes {
  return Buffer.concat(folder.equals(root) ? [root, name] : [folder, root, name]);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Notes a folder that may not be read, or is gone; anything else is a fault. */
function noteTrouble(walk: Walk, folder: PathBytes, error: unknown): void {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") note(walk.denied, folder);
  else if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "ELOOP") throw error;
}

type Entry = Pick<Dirent, "isDirectory"> & { readonly name: Buffer };

async function eachEntry(walk: Walk, folder: PathBytes, visit: (entry: Entry) => Promise<void>): Promise<void> {
  try {
    // The types of Node know names as texts alone.
    const entries = (await opendir(folder, { encoding: "buffer" as BufferEncoding })) as AsyncIterable<unknown>;
    for await (const entry of entries as AsyncIterable<Entry>) {
      walk.entries += 1;
      if (isCut(walk)) return;
      await visit(entry);
    }
  } catch (error) {
    noteTrouble(walk, folder, error);
  }
}

const dot = ".".codePointAt(0);

/** `**`: this folder and every one below it, but none that is hidden or reached by a symbolic link. */
async function descend(walk: Walk, folder: PathBytes, index: number): Promise<void> {
  const isLast = index === walk.segments.length - 1;
  if (!isLast) await expand(walk, folder, index + 1);
  await eachEntry(walk, folder, async (entry) => {
    if (entry.name[0] === dot) return;
    const path = join(folder, entry.name);
    if (isLast) note(walk.paths, path);
    if (entry.isDirectory()) await descend(walk, path, index);
  });
}

async function takeOne(walk: Walk, path: PathBytes): Promise<void> {
  try {
    await lstat(path);
    note(walk.paths, path);
  } catch (error) {
    noteTrouble(walk, path, error);
  }
}

async function expand(walk: Walk, folder: PathBytes, index: number): Promise<void> {
  const segment = walk.segments[index];
  if (segment === undefined || isCut(walk)) return;
  if (segment === "**") return await descend(walk, folder, index);
  const isLast = index === walk.segments.length - 1;
  if (!picomatch.scan(segment).isGlob) {
    const path = join(folder, Buffer.from(segment.replaceAll(/\\(.)/g, "$1")));
    return await (isLast ? takeOne(walk, path) : expand(walk, path, index + 1));
  }
  const matches = picomatch(segment, { posix: true });
  await eachEntry(walk, folder, async ({ name }) => {
    // A byte without a character counts as one.
    if (!matches(name.toString())) return;
    if (isLast) note(walk.paths, join(folder, name));
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
  const walk: Walk = { segments, paths: new Map(), denied: new Map(), entries: 0 };
  await expand(walk, root, 0);
  return { paths: [...walk.paths.values()], denied: [...walk.denied.values()], isCut: isCut(walk) };
}
