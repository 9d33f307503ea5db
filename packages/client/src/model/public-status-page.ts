import type { HeartbeatStatus } from "./heartbeat.ts";
import type { Incident } from "./incident.ts";
import type { StatusPageSummary } from "./status-page.ts";

/** The settings of a status page that everybody can see. */
export type PublicStatusPageConfig = Omit<StatusPageSummary, "id" | "domainNames" | "raw">;

/** A monitor, as its status page shows it. */
export interface PublicStatusPageMonitor {
  /** The monitor's id. */
  readonly id: number;
  /** The monitor's name. */
  readonly name: string;
  /** The monitor's type; `null` where the server does not say. */
  readonly type: string | null;
  /** The target of its link; `null` when it has no link. */
  readonly url: string | null;
  /** Its tags; empty unless the page shows tags. */
  readonly tags: readonly { readonly name: string; readonly color: string; readonly value: string }[];
  /** For how many days its certificate is valid; `null` unless the page shows that. */
  readonly certificateDaysRemaining: number | null;
}

/** A maintenance that a status page announces. */
export interface PublicMaintenance {
  /** Its id. */
  readonly id: number;
  /** Its title. */
  readonly title: string;
  /** Its description, in Markdown. */
  readonly description: string;
  /** Where it is at this moment. */
  readonly status: string;
}

/** A status page, as everybody sees it. */
export interface PublicStatusPage {
  /** Its settings. */
  readonly config: PublicStatusPageConfig;
  /** What is pinned at its top: at most one before 2.1. */
  readonly incidents: readonly Incident[];
  /** Its groups, in the order in which they are shown. */
  readonly groups: readonly {
    readonly id: number;
    readonly name: string;
    readonly monitors: readonly PublicStatusPageMonitor[];
  }[];
  /** The maintenances that it announces. */
  readonly maintenances: readonly PublicMaintenance[];
}

/** A heartbeat on a status page. */
export interface PublicHeartbeat {
  /** How it was. */
  readonly status: HeartbeatStatus;
  /** When. */
  readonly time: Date;
  /** Milliseconds; `null` when nothing was measured. */
  readonly ping: number | null;
}

/** The heartbeats of a monitor on a status page. */
export interface PublicHeartbeats {
  /** The monitor's id. */
  readonly monitorId: number;
  /** The share of the last 24 hours in which it was up, from 0 to 1; `null` when the server does not know. */
  readonly uptime: number | null;
  /** Its last heartbeats, at most 100, oldest first. */
  readonly heartbeats: readonly PublicHeartbeat[];
}
