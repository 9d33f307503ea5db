import picomatch from "picomatch";
import type { CheckNeed } from "../define-check-type.ts";

/** Where the sandbox of the service shows something else than the host has. */
const hidden: readonly (readonly [folder: string, need: CheckNeed])[] = [
  ["/home", "homes"],
  ["/root", "homes"],
  ["/run/user", "homes"],
  ["/tmp", "sharedTmp"],
  ["/var/tmp", "sharedTmp"],
];

function mayReach(path: string, folder: string): boolean {
  const { base, isGlob } = picomatch.scan(path);
  // What stands before the first wildcard; a glob may go on to anywhere below it.
  const fixed = isGlob ? path.slice(0, path.search(/[*?[{(!+@]/)) : path;
  return fixed === folder || fixed.startsWith(`${folder}/`) || (isGlob && (folder.startsWith(fixed) || base === ""));
}

/**
 * The sandbox's openings that show these paths as they are.
 *
 * @param paths - absolute paths or globs; a setting that is left out has none
 */
export function needsOfPaths(paths: readonly (string | undefined)[]): readonly CheckNeed[] {
  const given = paths.filter((path) => path !== undefined);
  const needs = hidden.filter(([folder]) => given.some((path) => mayReach(path, folder))).map(([, need]) => need);
  return [...new Set(needs)];
}
