import type { Heartbeat, Monitor } from "@kumakit/client";
import type { HostFacts, InstalledDrill } from "@kumakit/installer";
import { plainLine } from "@kumakit/text";
import { createHash } from "node:crypto";

import { drillMarker } from "../agent/check-marker.ts";
import { formatMarker, hasMarker, marker, parseMarkers } from "../marker/marker.ts";

/** How often there is a drill: every week, or every four weeks. */
export type DrillRhythm = InstalledDrill["every"];

/** An acknowledgement: somebody has typed the code of a drill. */
export interface DrillAck {
  /** The code of that drill. */
  readonly code: string;
  /** When. */
  readonly at: Date;
  /** Who. */
  readonly by: string;
}

/** The description of a monitor of drills, as far as it says more than whose it is. */
export interface AboutDrills {
  /** How often there is a drill. */
  readonly every: DrillRhythm;
  /** The name of the host that has the drills. */
  readonly host: string;
  /** The last acknowledgement; null as long as there was none. */
  readonly ack: DrillAck | null;
}

/**
 * In s: the server itself notices by it that the host drills no more, whose heartbeat comes each day. Longer than people
 * have to acknowledge a drill, because the host is silent then.
 */
export const drillInterval = 4 * 86_400;

/** The days between two drills. */
export const drillDays: Readonly<Record<DrillRhythm, number>> = { weekly: 7, monthly: 28 };

/** The name of a new monitor of drills. Up to 2.0 a slash would make a wrong link of it. */
export function drillMonitorName(host: string): string {
  return `Alerts proven (${host})`;
}

/** The description: a second marker beside that of the host says what changes. */
export function drillDescription(facts: HostFacts, about: AboutDrills): string {
  return describedAs(formatMarker(drillMarker(facts)), about);
}

/** The same description with another acknowledgement. */
export function withAck({ description }: Monitor, about: AboutDrills): string {
  const own = parseMarkers(description).filter(({ fields }) => fields.part === "drill");
  return describedAs(own.map(formatMarker).join(" "), about);
}

function describedAs(own: string, { every, host, ack }: AboutDrills): string {
  const seen = ack === null ? {} : { acked: ack.code, at: String(ack.at.getTime()), by: ack.by };
  const words = "DOWN when nobody has acknowledged the last drill of the alerts: kuma drill list.";
  return `${words} ${own} ${formatMarker(marker({ drill: every, on: host, ...seen }))}`;
}

/** Reads that; undefined for any other monitor. */
export function aboutDrills({ type, description }: Monitor): AboutDrills | undefined {
  const markers = parseMarkers(description);
  const fields = markers.find(({ fields: { drill } }) => drill !== undefined)?.fields;
  const isOfHost = markers.some(({ fields: { part } }) => part === "drill");
  if (type !== "push" || !isOfHost || fields === undefined) return undefined;
  const { drill, on = "", acked: code, at, by = "" } = fields;
  const time = new Date(Number(at));
  const ack = code === undefined || Number.isNaN(time.getTime()) ? null : { code, at: time, by: plainLine(by) };
  return { every: drill === "weekly" ? "weekly" : "monthly", host: plainLine(on), ack };
}

/** The monitors of the drills of a host: one, unless people have copied it. */
export function drillMonitorsOf(facts: HostFacts, monitors: readonly Monitor[]): readonly Monitor[] {
  return monitors.filter(({ description }) => hasMarker(description, drillMarker(facts)));
}

/** The code in the alert of a drill; undefined for any other heartbeat. See alert-drill.sh of the installer. */
export function codeIn({ status, message }: Heartbeat): string | undefined {
  return status === "down" ? /^A drill, .* kuma drill ack (\d{6})$/.exec(message)?.[1] : undefined;
}

/** The token that the monitor gets once a code was typed: the host, which knows both, learns of it by its next push. */
export function tokenAfter(token: string, code: string): string {
  return createHash("sha256").update(`${token} ${code}`).digest("hex").slice(0, 20);
}
