import type { KumaError } from "../errors/kuma-error.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Monitor } from "./monitor.ts";

/** A list that the server sends anew when something in it has changed. */
export type WatchedList =
  | "notifications"
  | "proxies"
  | "dockerHosts"
  | "remoteBrowsers"
  | "apiKeys"
  | "maintenances"
  | "statusPages";

/** A heartbeat was recorded. */
export interface HeartbeatEvent {
  /** Tells it apart from other events. */
  readonly type: "heartbeat";
  /** The heartbeat. */
  readonly heartbeat: Heartbeat;
  /** Whether it was recorded while the connection was lost, and read from the server afterwards. */
  readonly isLate: boolean;
}

/** Heartbeats of a monitor were recorded while the connection was lost, and the server cannot give them any more. */
export interface HeartbeatGapEvent {
  /** Tells it apart from other events. */
  readonly type: "heartbeatGap";
  /** The monitor. */
  readonly monitorId: number;
  /** The last heartbeat before the gap, by the server's clock. */
  readonly after: Date;
  /** The first one behind it. */
  readonly before: Date;
}

/** A monitor is new, or something about it has changed, by whomever. */
export interface MonitorChangedEvent {
  /** Tells it apart from other events. */
  readonly type: "monitorChanged";
  /** As it is now. */
  readonly monitor: Monitor;
}

/** A monitor was deleted. */
export interface MonitorRemovedEvent {
  /** Tells it apart from other events. */
  readonly type: "monitorRemoved";
  /** Its id. */
  readonly monitorId: number;
}

/** A list has changed; read it if it matters. */
export interface ListChangedEvent {
  /** Tells it apart from other events. */
  readonly type: "listChanged";
  /** Which one. The server says nothing about a changed status page: that list comes with a log-in only. */
  readonly list: WatchedList;
}

/** The server has worked out anew how much of a time a monitor was up. */
export interface UptimeEvent {
  /** Tells it apart from other events. */
  readonly type: "uptime";
  /** The monitor. */
  readonly monitorId: number;
  /** The time up to now; servers before 2.0 know no year. */
  readonly period: "24h" | "30d" | "1y";
  /** 0 to 1. */
  readonly ratio: number;
}

/** The server has worked out anew how fast a monitor answers. */
export interface AveragePingEvent {
  /** Tells it apart from other events. */
  readonly type: "averagePing";
  /** The monitor. */
  readonly monitorId: number;
  /** The mean of the last 24 hours in milliseconds; `null` when nothing was measured. */
  readonly ping: number | null;
}

/** The server has seen the TLS certificate of what a monitor watches. */
export interface CertificateEvent {
  /** Tells it apart from other events. */
  readonly type: "certificate";
  /** The monitor. */
  readonly monitorId: number;
  /** Whether the server trusts it. */
  readonly isValid: boolean;
  /** Until it ends; `null` when the server did not say. */
  readonly daysRemaining: number | null;
  /** Everything that the server sent about it. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The connection was lost. The client makes it anew and says {@link ConnectionRestoredEvent}. */
export interface ConnectionLostEvent {
  /** Tells it apart from other events. */
  readonly type: "connectionLost";
  /** Why. */
  readonly error: KumaError;
}

/** The connection is there again and logged in. What happened meanwhile follows, or has come already. */
export interface ConnectionRestoredEvent {
  /** Tells it apart from other events. */
  readonly type: "connectionRestored";
}

/** The reader was too slow: the oldest events that it had not read yet were dropped. */
export interface OverflowEvent {
  /** Tells it apart from other events. */
  readonly type: "overflow";
  /** How many, since it was told the last time. */
  readonly dropped: number;
}

/** Something that a server says, or that happens to the connection; told apart by `type`. */
export type KumaEvent =
  | HeartbeatEvent
  | HeartbeatGapEvent
  | MonitorChangedEvent
  | MonitorRemovedEvent
  | ListChangedEvent
  | UptimeEvent
  | AveragePingEvent
  | CertificateEvent
  | ConnectionLostEvent
  | ConnectionRestoredEvent
  | OverflowEvent;
