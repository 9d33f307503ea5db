import type { HeartbeatStatus } from "@kumakit/client";

/** The status in a monitor's last heartbeat; paused when it does not run, pending when there has been none yet. */
export type MonitorStatus = HeartbeatStatus | "paused" | "unknown";
