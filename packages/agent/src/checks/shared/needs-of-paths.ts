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
 * What the sandbox must allow so that these paths are seen as they are.
 *
 * @param paths - absolute paths or globs
 */
export function needsOfPaths(paths: readonly string[]): readonly CheckNeed[] {
  return hidden.filter(([folder]) => paths.some((path) => mayReach(path, folder))).map(([, need]) => need);
}

/** The openings that the sandbox needs for a file or socket: homes and the users' runtime folders are hidden unless asked for. */
export function needsOfPath(path: string | undefined): readonly CheckNeed[] {
  return path !== undefined && /^\/(home|root|run\/user)\//.test(path) ? ["homes"] : [];
}
