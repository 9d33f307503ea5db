import { isAtLeast, parseVersion } from "../../src/server-version/version.ts";
import recorded from "../fixtures/providers-by-release.json" with { type: "json" };

/** Every release that was looked at. */
export const releases: readonly string[] = recorded.releases;

const reaches = (line: string, release: string): boolean => {
  const [version, floor] = [parseVersion(line), parseVersion(release)];
  return version !== undefined && floor !== undefined && isAtLeast(version, floor);
};

/**
 * The providers that a release has, by the names of their files' classes (server/notification.js and
 * server/notification-providers of every tag of Uptime Kuma).
 */
export function providersOf(line: string): readonly string[] {
  const of = (names: Readonly<Record<string, readonly string[]>>): readonly string[] =>
    Object.entries(names).flatMap(([release, own]) => (reaches(line, release) ? own : []));
  const removed = of(recorded.removed);
  return of(recorded.added).filter((name) => !removed.includes(name));
}
