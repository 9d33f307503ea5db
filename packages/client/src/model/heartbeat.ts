/** The state in a heartbeat. */
export type HeartbeatStatus = "down" | "up" | "pending" | "maintenance";

/** One result of a monitor: a push that arrived, a check that was made, or a push that did not come. */
export interface Heartbeat {
  /** The monitor it belongs to. */
  readonly monitorId: number;
  /** What it says. */
  readonly status: HeartbeatStatus;
  /** When the server recorded it, by the server's clock. */
  readonly time: Date;
  /** The text that came with it; empty when there was none. */
  readonly message: string;
  /** The response time that was reported, in milliseconds. */
  readonly ping: number | null;
  /** Whether the server takes it for a change of state. */
  readonly important: boolean;
  /** Seconds since the beat before. */
  readonly duration?: number;
}
