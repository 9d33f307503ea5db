import type { DoubleKuma } from "../double-kuma.ts";
import { doubledVersion } from "../doubled-version.ts";
import type { DoubleSession } from "../socket/double-session.ts";

/** The server's time zone as lists and heartbeats name it. */
export function timeZone(kuma: DoubleKuma): { readonly timezone: string; readonly timezoneOffset: string } {
  const set = kuma.settings.get("serverTimezone");
  const timezone = typeof set === "string" ? set : Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { timezone, timezoneOffset: offsetOf(timezone) };
}

/** The lead of a time zone over UTC, such as `+01:00`. */
export function offsetOf(timezone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: timezone, timeZoneName: "longOffset" }).formatToParts();
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") ?? "";
  return offset === "" ? "+00:00" : offset;
}

/** The first `info` hides the version. */
export function sendAnonymousInfo(session: DoubleSession): void {
  session.send("info", common(session.kuma));
}

/** The `info` of those who are logged in. */
export function sendInfo(session: DoubleSession): void {
  session.send("info", {
    ...common(session.kuma),
    version: doubledVersion,
    latestVersion: null,
    isContainer: false,
    dbType: "sqlite",
    runtime: { platform: process.platform, arch: process.arch },
  });
}

function common(kuma: DoubleKuma): Readonly<Record<string, unknown>> {
  const { timezone, timezoneOffset } = timeZone(kuma);
  return {
    primaryBaseURL: kuma.settings.get("primaryBaseURL") ?? null,
    serverTimezone: timezone,
    serverTimezoneOffset: timezoneOffset,
  };
}
