import type { Heartbeat, HeartbeatStatus, Monitor, MonitorState } from "@kumakit/client";
import type { Since } from "./status-since.ts";

/** A monitor, and how it is. */
export interface SeenMonitor {
  readonly monitor: Monitor;
  readonly status: MonitorStatus;
  /** The text of its last heartbeat; empty when there was none. */
  readonly message: string;
  /** Since when the status is what it is; undefined when nothing says it. */
  readonly since: Since | undefined;
  /** When the server heard of it last. */
  readonly lastBeat: Date | undefined;
  /** The groups that it is in, the outermost first. */
  readonly groups: readonly string[];
  /** The machine that it is about, where something says it. */
  readonly host: string | undefined;
  /** Undefined for one that was made meanwhile and has no heartbeat yet. */
  readonly state: MonitorState | undefined;
}

/** Paused when it does not run, pending when there has been no heartbeat yet, else as the last one says. */
export function statusOf({ active }: Monitor, last: Heartbeat | undefined): MonitorStatus {
  return active ? (last?.status ?? "pending") : "paused";
}

/** The status in a monitor's last heartbeat; paused when it does not run, pending when there has been none yet. */
export type MonitorStatus = HeartbeatStatus | "paused" | "unknown";
