import type { Monitor } from "@kumakit/client";
import {
  beatsWith,
  pushesWith,
  type HostFacts,
  type InstalledCheck,
  type InstalledHeartbeat,
} from "@kumakit/installer";

import type { Marker } from "../marker/marker.ts";
import { agentMarker, checkMarker } from "./check-marker.ts";
import { calledAs } from "./choose-checks.ts";

/** Something on a host that reports to a monitor, and that an install has brought. */
export interface Reporter {
  /** How people call it. */
  readonly called: string;
  /** Of its monitor. */
  readonly marker: Marker;
  /** The monitor's id when it was installed; undefined when only a token was known. */
  readonly monitorId: number | undefined;
  /** Whether its monitor is that of a job of cron whose place it took; no when left out. */
  readonly tookMonitor?: boolean;
  /** Whether it pushes with a token, which is secret. */
  readonly pushesWith: (token: string) => boolean;
}

/** A check as a reporter. */
export function checkReporter(facts: HostFacts, check: InstalledCheck): Reporter {
  return {
    called: calledAs(check),
    marker: checkMarker(facts, check.name),
    monitorId: check.monitorId,
    tookMonitor: check.tookMonitor === true,
    pushesWith: (token) => pushesWith(facts, check, token),
  };
}

/** The agent itself as a reporter. */
export function agentReporter(facts: HostFacts, { monitorId }: InstalledHeartbeat): Reporter {
  return {
    called: "the agent itself",
    marker: agentMarker(facts),
    monitorId,
    pushesWith: (token) => beatsWith(facts, token),
  };
}

/**
 * Whether the reports of something on a host go to a monitor. A monitor that was once of type push keeps a token that no
 * server takes reports for, and an empty file of a token is not that of a monitor without one.
 */
export function isFedBy({ type, pushToken }: Monitor, reporter: Pick<Reporter, "pushesWith">): boolean {
  return type === "push" && typeof pushToken === "string" && pushToken !== "" && reporter.pushesWith(pushToken);
}
