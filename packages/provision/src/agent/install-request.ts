import type { InstallScope } from "@kumakit/installer";

import type { MonitorWish } from "../monitors/monitor-wish.ts";

/** What `kuma agent install` is asked for. */
export interface InstallRequest extends Pick<MonitorWish, "notify" | "group" | "tags"> {
  readonly units: readonly string[];
  readonly scope: InstallScope;
  /** Seconds; undefined means 60 for a new monitor, and no opinion about one that exists. */
  readonly interval: number | undefined;
  /** With `{host}` and `{unit}` in it. */
  readonly nameTemplate: string;
  /** Take over a monitor of that name that somebody else made. */
  readonly adopt: boolean;
  /** The agent, one file. */
  readonly program: string;
}

/** A push token that somebody has, and the server it belongs to. */
export interface GivenToken {
  /** Its URL, without a slash at the end. */
  readonly server: string;
  /** Secret. */
  readonly token: string;
}

/** How the flow speaks to the person, and stops. */
export interface InstallVoice {
  warn(message: string): void;
  /** Says what is being done right now. */
  progress(text: string): void;
  readonly signal: AbortSignal;
}
