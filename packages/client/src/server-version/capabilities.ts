import { isAtLeast, parseVersion } from "./version.ts";
import type { Version } from "./version.ts";

/** The abilities and demands of a server, from its events and its version. */
export interface ServerCapabilities {
  /** The release line whose database columns it has: its own version, but 1.23 for the 2.0.0-dev.0 of the npm registry. */
  readonly line: string;
  /** It says which monitor changed (2.0 and later) instead of sending the whole list. */
  readonly sendsSingleMonitors: boolean;
  /** The length of the push tokens that are made for it, as long as its database takes: 32, before 2.0 it is 20. */
  readonly pushTokenLength: number;
  /** The longest push token that its database takes. */
  readonly longestPushToken: number;
  /** The shortest interval of a monitor, in seconds: 1, before 2.1 it is 20. */
  readonly shortestInterval: number;
  /** The longest interval of a monitor, in seconds; `null` since 2.5, where there is no limit. */
  readonly longestInterval: number | null;
  /** `deleteMonitor` takes a second argument (2.1 and later). */
  readonly deletesChildren: boolean;
  /**
   * Sessions are cookies that end after seven days without a connection, and the account is changed by HTTP (3.0 and later).
   * Before, a session is a token without an end.
   */
  readonly hasCookieSessions: boolean;
}

/** Facts from the wire. */
export interface SeenOnTheWire {
  /** `info.version`; `undefined` before a log-in. */
  readonly version: string | undefined;
  /** `loginRequired` or `monitorTypeList` came, which only 2.0 and later send. */
  readonly speaksTwo: boolean;
  /** The types of monitors that have their own files there, as `monitorTypeList` names them. */
  readonly monitorTypes?: readonly string[] | undefined;
  /** Somebody was let in by a cookie. */
  readonly hasCookieSessions?: boolean | undefined;
}

/** The newest release line that this package was tested with, of each major version. */
const newest: readonly Version[] = [
  [2, 5, 3],
  [3, 0, 0],
];
const newestOfTwo: Version = [2, 5, 3];

/**
 * Whether a server came after the newest release line that this package was tested with.
 *
 * @param version - What it says of itself.
 */
export function isNewerThanKnown(version: string): boolean {
  const parsed = parseVersion(version);
  if (parsed === undefined) return false;
  const known = newest.find(([major]) => major === parsed[0]);
  return known === undefined ? parsed[0] > 3 : isAtLeast(parsed, [known[0], known[1] + 1, 0]);
}

const twentyFourDays = 2_073_600;

/** The first state of 3.0 left the others before 2.5: it has none of what came with that, the monitor of a time server among it. */
function isBeforeTwoFive(version: Version, { monitorTypes }: SeenOnTheWire): boolean {
  return version[0] === 3 && version[1] === 0 && monitorTypes?.includes("ntp") === false;
}

/**
 * The version that decides on columns: the npm registry's 2.0.0-dev.0 calls itself 2.x, but is a 1.23 inside; and
 * 3.0.0-beta.0 is a 2.4.
 */
function lineOf(seen: SeenOnTheWire): Version {
  const version = seen.version === undefined ? undefined : parseVersion(seen.version);
  if (!seen.speaksTwo) return version !== undefined && !isAtLeast(version, [2, 0, 0]) ? version : [1, 23, 0];
  if (version !== undefined && isBeforeTwoFive(version, seen)) return [2, 4, 0];
  return version ?? newestOfTwo;
}

/**
 * Finds out what a server can do.
 *
 * @param seen - What it said.
 */
export function capabilitiesOf(seen: SeenOnTheWire): ServerCapabilities {
  const line = lineOf(seen);
  const stated = seen.version === undefined ? undefined : parseVersion(seen.version);
  const hasTwo = isAtLeast(line, [2, 0, 0]);
  const hasTwoOne = isAtLeast(line, [2, 1, 0]);
  return {
    line: line.join("."),
    sendsSingleMonitors: hasTwo,
    pushTokenLength: hasTwo ? 32 : 20,
    longestPushToken: hasTwo ? 32 : 20,
    shortestInterval: hasTwoOne ? 1 : 20,
    longestInterval: isAtLeast(line, [2, 5, 0]) ? null : twentyFourDays,
    deletesChildren: hasTwoOne,
    hasCookieSessions: seen.hasCookieSessions === true || isAtLeast(stated ?? line, [3, 0, 0]),
  };
}
