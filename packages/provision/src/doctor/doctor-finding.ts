import type { FindingCode } from "../proof/settings-findings.ts";

/** The kinds of things that `kuma doctor` finds, besides those of a monitor's settings. */
export type DoctorCode =
  | FindingCode
  // Of the way to the server.
  | "certificate-ends"
  | "clock-differs"
  | "no-web-socket"
  | "unencrypted"
  | "slow-server"
  | "near-capacity"
  // Of the server's monitors.
  | "silent"
  | "shared-token"
  | "same-check"
  | "left-behind"
  // Of its channels.
  | "never-tested"
  | "never-proven"
  | "unused-channel"
  // Of an agent, compared with the server.
  | "other-server"
  | "no-monitor"
  | "other-token"
  | "marker-lost"
  | "of-other-host"
  | "interval-differs"
  | "fed-by-another"
  | "orphan";

/** The thing that has to be changed. */
export interface DoctorSubject {
  /** Its kind; a `road` is the way from this machine to the server. */
  readonly kind: "road" | "monitor" | "maintenance" | "channel" | "host";
  /** Its id on the server; null for a road and a host. */
  readonly id: number | null;
}

/** A check of an agent. */
export interface FoundCheck {
  /** Its name in the agent's config. */
  readonly name: string;
  /** The unit that it watches; absent for a check of another kind. */
  readonly unit?: string | undefined;
  /** The interval of its monitor, in s, when the agent counts on another one. */
  readonly interval?: number;
}

/** Something that is wrong, or less than people expect. */
export interface DoctorFinding {
  /** The kind. */
  readonly code: DoctorCode;
  /** `problem` when alerts get lost or are false by it, `warning` when it is less than people expect. */
  readonly severity: "problem" | "warning";
  /** The name of the monitor, channel or host, or the server's URL; of which "it" in the message speaks. */
  readonly name: string;
  /** A sentence without a full stop. */
  readonly message: string;
  /** The thing that has to be changed. */
  readonly about: DoctorSubject;
  /** The check of an agent that it is about, where that can be named. */
  readonly check?: FoundCheck;
}
