/** A version, as far as it can be compared. */
export type Version = readonly [major: number, minor: number, patch: number];

/**
 * Reads the numbers of a version. The part after a dash is left out: `2.1.0-beta.1` has some of 2.1.0.
 *
 * @param text - A version such as `2.0.2`.
 * @returns `undefined` when it is not a version.
 */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?/.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Whether `version` is `floor` or later. */
export function isAtLeast(version: Version, floor: Version): boolean {
  for (const [index, part] of version.entries()) {
    const other = floor[index] ?? 0;
    if (part !== other) return part > other;
  }
  return true;
}
