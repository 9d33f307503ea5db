import type { HostStep } from "@kumakit/installer";

import type { MonitorRef } from "../monitors/monitor-action.ts";

/**
 * The subject of a warning: a unit, the host, a monitor, the one that the host had under another name or machine id, one
 * that something else reports to, or one on a server that an agent has left.
 */
export type WarningCode = "unit" | "host" | "monitor" | "former-monitor" | "fed-monitor" | "left-monitor";

/** Something that happens on the way. Plain data without secrets; `host` is what messages call the host. */
export type ProvisionEvent =
  | {
      /** The host is looked at. */
      readonly kind: "look";
      readonly host: string;
    }
  | {
      /** A monitor is set up. */
      readonly kind: "monitor";
      readonly host: string;
      /** What it is called. */
      readonly name: string;
    }
  | {
      /** A step on the host begins. */
      readonly kind: "host-step";
      readonly host: string;
      /** The step. */
      readonly step: HostStep;
    }
  | {
      /** The first heartbeats of these checks are waited for. */
      readonly kind: "first-beat";
      readonly host: string;
      /** Their names in the agent's config. */
      readonly checks: readonly string[];
    }
  | {
      /** Something failed: what was done for this host is taken back. */
      readonly kind: "undo";
      readonly host: string;
    }
  | {
      /** Something works, but is worth a look. */
      readonly kind: "warning";
      readonly host: string;
      /** What it is about. */
      readonly code: WarningCode;
      /** One or two sentences. */
      readonly message: string;
      /** The monitor that it is about; null when it is about none. */
      readonly monitor: MonitorRef | null;
    }
  | {
      /** The work for a host has ended. */
      readonly kind: "end";
      readonly host: string;
      /** Whether all went well. */
      readonly ok: boolean;
    };

/** How work on hosts reports, and how it is stopped. */
export interface ProvisionOptions {
  /** Is given each event as it happens. */
  readonly on?: ((event: ProvisionEvent) => void) | undefined;
  /** When it aborts, the hosts that are not done are put back as they were. */
  readonly signal?: AbortSignal | undefined;
  /**
   * On how many hosts at most is worked at the same time.
   * @defaultValue 8
   */
  readonly concurrency?: number | undefined;
}

/** How the work on one host reports. */
export interface Voice {
  readonly host: string;
  readonly emit: (event: ProvisionEvent) => void;
  readonly warn: (code: WarningCode, message: string, monitor?: MonitorRef) => void;
  readonly signal: AbortSignal;
}

/** The voice of the work on one host. */
export function voiceOf({ on = () => {}, signal }: ProvisionOptions, host: string): Voice {
  return {
    host,
    emit: on,
    warn: (code, message, monitor) => on({ kind: "warning", host, code, message, monitor: monitor ?? null }),
    signal: signal ?? new AbortController().signal,
  };
}
