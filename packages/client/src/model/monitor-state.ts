import type { Heartbeat } from "./heartbeat.ts";

/** How a monitor is, out of what the server sends by itself. */
export interface MonitorState {
  /** The monitor. */
  readonly monitorId: number;
  /** Its last heartbeats, oldest first: the last 100 at the log-in, and those that have come since; 100 at most. */
  readonly heartbeats: readonly Heartbeat[];
  /** How much of a time it was up, from 0 to 1; `null` where the server has not said it. Servers before 2.0 know no year. */
  readonly uptime: Readonly<Record<"24h" | "30d" | "1y", number | null>>;
  /** The mean of the last 24 hours in milliseconds; `null` when nothing was measured. */
  readonly averagePing: number | null;
}
