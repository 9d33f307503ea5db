import type { CheckNeed } from "../about-check-type.ts";

/** Where the sandbox of the service shows something else than the host has. */
const hidden: readonly (readonly [folder: string, need: CheckNeed])[] = [
  ["/home", "homes"],
  ["/root", "homes"],
  ["/run/user", "homes"],
  ["/tmp", "sharedTmp"],
  ["/var/tmp", "sharedTmp"],
];

/** The first sign of a glob. The text before it is fixed, and the rest may go on to anywhere below. */
const firstWildcard = /[*?[{(]|[!+@]\(/;

function mayReach(path: string, folder: string): boolean {
  const wildcard = path.search(firstWildcard);
  const fixed = wildcard === -1 ? path : path.slice(0, wildcard);
  return fixed === folder || fixed.startsWith(`${folder}/`) || (wildcard !== -1 && folder.startsWith(fixed));
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
