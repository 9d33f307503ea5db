import type { ChannelTest } from "./channel-tests.ts";
import type { ThrowAwayAlert } from "./throw-away-alert.ts";

/** Times below this say nothing: networks and servers are not steadier, in ms. */
const noise = 300;

/** The meaning of the time that a server takes for an alert. */
export type AlertVerdict =
  | {
      /** The server answers before it alerts: nothing can be known. */
      readonly kind: "unknown";
    }
  | {
      /** The answers took as long as the channels do. */
      readonly kind: "plausible";
    }
  | {
      /** The answers came too early: some channels were probably not called at all. */
      readonly kind: "too-short";
      /** The ids of those that it may be. */
      readonly suspects: readonly number[];
    };

/**
 * Whether a server answers a report only after every channel was called: 1.x and the `2.0.0-dev.0` of npm answer before
 * (server/routers/api-router.js, run on each).
 */
export function answersAfterAlerts(version: string): boolean {
  return !version.startsWith("1.") && version !== "2.0.0-dev.0";
}

/**
 * Compares how long the server took for the alert with how long its channels take. One that fails before it calls its
 * provider, for example by a template with a fault, takes no time, and no other trace of it can be seen from outside.
 */
export function judgeAlert(
  alert: Pick<ThrowAwayAlert, "quietMs" | "downMs" | "upMs" | "witnessed">,
  tests: ReadonlyMap<number, ChannelTest>,
  version: string,
): AlertVerdict {
  const { witnessed, quietMs } = alert;
  if (witnessed === null && !answersAfterAlerts(version)) return { kind: "unknown" };
  const working = [...tests].filter(([, { ok }]) => ok);
  const expected = working.reduce((sum, [, { ms }]) => sum + ms, 0);
  // Both changes have to be too short: a name that was looked up once is known the second time.
  const times = witnessed ?? alert;
  const taken = Math.max(times.downMs, times.upMs) - quietMs;
  const missing = expected - taken;
  if (missing < noise || missing < expected / 3) return { kind: "plausible" };
  const suspects = working.filter(([, { ms }]) => ms >= missing * 0.7).map(([id]) => id);
  return suspects.length === 0 ? { kind: "plausible" } : { kind: "too-short", suspects };
}
