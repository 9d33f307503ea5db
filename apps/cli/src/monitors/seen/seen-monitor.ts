import type { Heartbeat, HeartbeatStatus, Monitor, MonitorState } from "@kumakit/client";

/** Since when a status is what it is. */
export interface Since {
  readonly time: Date;
  /** False when it has lasted longer, and nothing that is left says how much. */
  readonly isExact: boolean;
}

/**
 * Since when the last status has lasted.
 *
 * @param heartbeats - the last ones, oldest first
 * @param change - the last change that the server remembers, where the heartbeats do not reach back to it
 */
export function statusSince(heartbeats: readonly Heartbeat[], change: Heartbeat | undefined): Since | undefined {
  const last = heartbeats.at(-1);
  if (last === undefined) return undefined;
  const before = heartbeats.findLastIndex(({ status }) => status !== last.status);
  const first = heartbeats[before + 1] ?? last;
  if (before >= 0 || first.important) return { time: first.time, isExact: true };
  if (change?.status === last.status && change.time <= first.time) return { time: change.time, isExact: true };
  return { time: first.time, isExact: false };
}

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
export type MonitorStatus = HeartbeatStatus | "paused";

/** From the worst to the best. */
export const BY_URGENCY: readonly MonitorStatus[] = ["down", "pending", "maintenance", "up", "paused"];
