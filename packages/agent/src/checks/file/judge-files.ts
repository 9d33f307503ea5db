import type { CheckResult } from "../check.ts";
import { formatDuration } from "@kumakit/text";
import { byteText } from "../shared/figure-text.ts";
import type { FoundFile, FoundFiles } from "./look-at-files.ts";

/** The conditions on the files that were found. */
export interface FileLimits {
  readonly mustBe: "present" | "absent";
  /** In s; of the newest. */
  readonly maxAge: number | undefined;
  readonly minAge: number | undefined;
  /** In bytes; of the newest. */
  readonly minSize: number | undefined;
  readonly maxSize: number | undefined;
  readonly minCount: number | undefined;
  readonly maxCount: number | undefined;
}

/** A clock may be off by so much, in ms; a time further in the future says nothing about an age. */
const futureMs = 5 * 60_000;

/** The one that was changed last: the one that is judged. */
export function newestOf(files: readonly FoundFile[]): FoundFile | undefined {
  return files.reduce<FoundFile | undefined>(
    (newest, file) => (newest === undefined || file.changedAt > newest.changedAt ? file : newest),
    undefined,
  );
}

function ageTrouble({ changedAt }: FoundFile, { maxAge, minAge }: FileLimits, now: number): string | undefined {
  const age = now - changedAt;
  if (maxAge === undefined && minAge === undefined) return undefined;
  if (age < -futureMs) return `was changed ${formatDuration(-age)} in the future, so its age cannot be judged`;
  const text = formatDuration(Math.max(0, age));
  if (maxAge !== undefined && age > maxAge * 1000) {
    return `was last changed ${text} ago, limit ${formatDuration(maxAge * 1000)}`;
  }
  if (minAge !== undefined && age < minAge * 1000) {
    return `was changed ${text} ago, at least ${formatDuration(minAge * 1000)} wanted`;
  }
  return undefined;
}

function sizeTrouble({ kind, size }: FoundFile, { minSize, maxSize }: FileLimits): string | undefined {
  if (minSize === undefined && maxSize === undefined) return undefined;
  if (kind !== "file") return kind === "directory" ? "is a directory, not a file" : "is not an ordinary file";
  if (minSize !== undefined && size < minSize)
    return `has only ${byteText(size)}, at least ${byteText(minSize)} wanted`;
  return maxSize !== undefined && size > maxSize ? `has ${byteText(size)}, limit ${byteText(maxSize)}` : undefined;
}

function countTrouble(found: FoundFiles, { minCount, maxCount }: FileLimits): CheckResult | undefined {
  const count = found.files.length;
  if (maxCount !== undefined && count > maxCount) {
    return { status: "down", message: `${count} there, at most ${maxCount} wanted` };
  }
  if (minCount === undefined || count >= minCount) return undefined;
  // What may not be looked at could be what is missing.
  const denied = found.denied.length === 0 ? "" : `; permission denied: ${found.denied.slice(0, 3).join(", ")}`;
  return { status: denied === "" ? "down" : "noData", message: `${count} there, at least ${minCount} wanted${denied}` };
}

function notFound(path: string, { dangling, denied, isCut }: FoundFiles, isGlob: boolean): CheckResult {
  if (isCut) return { status: "noData", message: `${path} matches too much to look through` };
  if (denied.length > 0) return { status: "noData", message: `permission denied: ${denied.slice(0, 3).join(", ")}` };
  if (dangling.length > 0) {
    return { status: "down", message: `${dangling.slice(0, 3).join(", ")}: a link to something that is missing` };
  }
  return { status: "down", message: isGlob ? `nothing matches ${path}` : `${path} is missing` };
}

function judgeAbsence(path: string, { files, dangling, denied, isCut }: FoundFiles): CheckResult {
  const paths = [...files.map((file) => file.path), ...dangling];
  if (paths.length > 0) {
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
    return { status: "down", message: `is there, but must not be: ${paths.slice(0, 3).join(", ")}${more}` };
  }
  if (isCut) return { status: "noData", message: `${path} matches too much to look through` };
  if (denied.length > 0) return { status: "noData", message: `permission denied: ${denied.slice(0, 3).join(", ")}` };
  return { status: "up", message: `${path} is not there, as it must be` };
}

/**
 * Judges what was found by everything but its content.
 *
 * @param path - of the config, as messages have it
 * @param found - what is there
 * @param options - the limits, whether the path is a glob, and the time in ms since 1970
 */
export function judgeFiles(
  path: string,
  found: FoundFiles,
  { now, isGlob, ...limits }: FileLimits & { readonly now: number; readonly isGlob: boolean },
): CheckResult {
  if (limits.mustBe === "absent") return judgeAbsence(path, found);
  const count = countTrouble(found, limits);
  if (count !== undefined && found.files.length > 0) return { ...count, message: `${path}: ${count.message}` };
  const newest = newestOf(found.files);
  if (newest !== undefined) return judgeNewest(newest, { count: found.files.length, ...limits, now });
  // None may be right: "at most 10 core dumps".
  const mayBeNone = limits.minCount === 0 || (limits.minCount === undefined && limits.maxCount !== undefined);
  const isSure = found.denied.length === 0 && !found.isCut;
  return mayBeNone && isSure ? { status: "up", message: `${path}: none there` } : notFound(path, found, isGlob);
}

function judgeNewest(
  newest: FoundFile,
  { now, count, ...limits }: FileLimits & { readonly now: number; readonly count: number },
): CheckResult {
  const troubles = [ageTrouble(newest, limits, now), sizeTrouble(newest, limits)].filter((each) => each !== undefined);
  const subject = count > 1 ? `${newest.path}, the newest of ${count},` : newest.path;
  if (troubles.length > 0) return { status: "down", message: `${subject} ${troubles.join("; ")}` };
  const size = newest.kind === "file" ? `, ${byteText(newest.size)}` : "";
  const ago = formatDuration(Math.max(0, now - newest.changedAt));
  return { status: "up", message: `${subject} was last changed ${ago} ago${size}` };
}
