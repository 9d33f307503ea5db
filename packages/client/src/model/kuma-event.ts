import type { KumaError } from "../errors/kuma-errors.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Monitor } from "./monitor.ts";

/** A list that the server sends again when something in it has changed. */
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
  /** The kind of event. */
  readonly type: "heartbeat";
  /** The heartbeat. */
  readonly heartbeat: Heartbeat;
  /** Whether it was recorded while the connection was lost, and read from the server afterwards. */
  readonly isLate: boolean;
}

/** Heartbeats of a monitor were recorded while the connection was lost, and the server cannot give them any more. */
export interface HeartbeatGapEvent {
  /** The kind of event. */
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
  /** The kind of event. */
  readonly type: "monitorChanged";
  /** As it is now. */
  readonly monitor: Monitor;
}

/** A monitor was deleted. */
export interface MonitorRemovedEvent {
  /** The kind of event. */
  readonly type: "monitorRemoved";
  /** Its id. */
  readonly monitorId: number;
}

/** A list has changed; read it if it matters. */
export interface ListChangedEvent {
  /** The kind of event. */
  readonly type: "listChanged";
  /** Which one. The server says nothing about a changed status page: that list comes with a log-in only. */
  readonly list: WatchedList;
}

/** The server has updated the share of time that a monitor was up. */
export interface UptimeEvent {
  /** The kind of event. */
  readonly type: "uptime";
  /** The monitor. */
  readonly monitorId: number;
  /** The time up to now; servers before 2.0 know no year. */
  readonly period: "24h" | "30d" | "1y";
  /** 0 to 1. */
  readonly ratio: number;
}

/** The server has updated the average response time of a monitor. */
export interface AveragePingEvent {
  /** The kind of event. */
  readonly type: "averagePing";
  /** The monitor. */
  readonly monitorId: number;
  /** The mean of the last 24 hours in milliseconds; `null` when nothing was measured. */
  readonly ping: number | null;
}

/** The server has seen the TLS certificate of what a monitor watches. */
export interface CertificateEvent {
  /** The kind of event. */
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

/** The connection was lost. The client connects again, and {@link ConnectionRestoredEvent} follows. */
export interface ConnectionLostEvent {
  /** The kind of event. */
  readonly type: "connectionLost";
  /** Why. */
  readonly error: KumaError;
}

/** The connection is there again and logged in. Events of the meantime follow, or have come already. */
export interface ConnectionRestoredEvent {
  /** The kind of event. */
  readonly type: "connectionRestored";
}

/** The reader was too slow: the oldest events that it had not read yet were dropped. */
export interface OverflowEvent {
  /** The kind of event. */
  readonly type: "overflow";
  /** How many, since the last such event. */
  readonly dropped: number;
}

/** An event of the server or of the connection; `type` says which. */
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
