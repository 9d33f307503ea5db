import type { Heartbeat, Maintenance, Monitor } from "@kumakit/client";

import { serversOwnMessage } from "../agent/first-beat.ts";
import { pausedGroupOf } from "../monitors/update-warnings.ts";

/** The kinds of things that keep an alert from coming, or from being true. */
export type FindingCode =
  | "nobody-alerted"
  | "paused"
  | "group-paused"
  | "under-maintenance"
  | "upside-down"
  | "retries"
  | "never-reported"
  | "late-reports"
  | "muted"
  | "not-up";

/** Something that a monitor's settings or last reports show. */
export interface Finding {
  /** The kind. */
  readonly code: FindingCode;
  /** `problem` when nobody would be alerted in time or truly, `warning` when it is less than people expect. */
  readonly severity: "problem" | "warning";
  /** A sentence without a full stop, of which "it" is the monitor. */
  readonly message: string;
  /** The monitor or maintenance that has to be changed, by its id. */
  readonly about: { readonly kind: "monitor" | "maintenance"; readonly id: number };
}

/** The state of the server that a finding depends on. */
export interface ServerView {
  /** All that it has. */
  readonly monitors: readonly Monitor[];
  /** Those that hold now, each with the ids of its monitors. */
  readonly maintenances: readonly { readonly maintenance: Maintenance; readonly monitorIds: readonly number[] }[];
  /** The last heartbeats of a monitor, oldest first; empty when there are none. */
  readonly beatsOf: (monitorId: number) => readonly Heartbeat[];
}

/** The last so many say how often reports come: those from before the interval was changed say nothing. */
const enoughBeats = 5;

/** Says what keeps a monitor from alerting somebody in time; changes and sends nothing. */
export function settingsFindings(monitor: Monitor, view: ServerView): readonly Finding[] {
  const isPush = monitor.type === "push";
  return [
    ...alertsOf(monitor),
    ...pauseOf(monitor, view.monitors),
    ...maintenanceOf(monitor, view),
    ...(isPush ? pushSettings(monitor) : []),
    ...(isPush && monitor.active ? reportsOf(monitor, view.beatsOf(monitor.id)) : []),
  ];
}

function about({ id }: Monitor): Finding["about"] {
  return { kind: "monitor", id };
}

function alertsOf(monitor: Monitor): readonly Finding[] {
  if (monitor.notificationIds.length > 0) return [];
  // A group alerts for what is in it only when it is given a notification; people rarely want that.
  const severity = monitor.type === "group" ? "warning" : "problem";
  const message = "it alerts nobody: no notification is attached to it";
  return [{ code: "nobody-alerted", severity, message, about: about(monitor) }];
}

function pauseOf(monitor: Monitor, all: readonly Monitor[]): readonly Finding[] {
  const group = pausedGroupOf(monitor.parent, all);
  if (group !== undefined) {
    const message = `it is in the paused group ${JSON.stringify(group.name)} (id ${group.id})`;
    return [{ code: "group-paused", severity: "problem", message, about: about(group) }];
  }
  if (monitor.active) return [];
  return [{ code: "paused", severity: "problem", message: "it is paused", about: about(monitor) }];
}

/** A maintenance of a group holds for all that is in it: `isUnderMaintenance` in server/model/monitor.js. */
function maintenanceOf(monitor: Monitor, { monitors, maintenances }: ServerView): readonly Finding[] {
  const own = new Set([monitor.id]);
  for (let id = monitor.parent; id !== null && !own.has(id);) {
    own.add(id);
    id = monitors.find((one) => one.id === id)?.parent ?? null;
  }
  return maintenances
    .filter(({ monitorIds }) => monitorIds.some((id) => own.has(id)))
    .map(({ maintenance: { id, title } }) => ({
      code: "under-maintenance" as const,
      severity: "problem" as const,
      message: `it is under the maintenance ${JSON.stringify(title)} (id ${id}): nobody is alerted`,
      about: { kind: "maintenance" as const, id },
    }));
}

function pushSettings(monitor: Monitor): readonly Finding[] {
  const { upsideDown, maxRetries } = monitor;
  const found: Finding[] = [];
  if (upsideDown) {
    const message = "it is upside-down: UP is shown as DOWN, and silence as UP";
    found.push({ code: "upside-down", severity: "problem", message, about: about(monitor) });
  }
  if (maxRetries > 0) {
    const message = `it has ${maxRetries} ${maxRetries === 1 ? "retry" : "retries"}: a DOWN is reported late, and a recovery may go unreported`;
    found.push({ code: "retries", severity: "warning", message, about: about(monitor) });
  }
  return found;
}

/** How often reports come, against the interval: one that is lost must not be a false DOWN. */
function reportsOf(monitor: Monitor, beats: readonly Heartbeat[]): readonly Finding[] {
  const reports = beats.filter(({ message }) => message !== serversOwnMessage);
  if (reports.length === 0) {
    const message = "nothing has ever reported to it";
    return [{ code: "never-reported", severity: "problem", message, about: about(monitor) }];
  }
  const gaps = gapsBetween(reports.filter(({ status }) => status === "up")).slice(-enoughBeats);
  if (gaps.length < enoughBeats) return [];
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const { interval } = monitor;
  if (usual * 2 <= interval + 1) return [];
  const rate = `its reports come every ${Math.round(usual)} s, and its interval is ${interval} s`;
  const isLate = usual > interval + 1;
  const severity = isLate ? "problem" : "warning";
  const message = isLate ? `${rate}: it goes DOWN although all is well` : `${rate}: one that is lost is a false DOWN`;
  return [{ code: "late-reports", severity, message, about: about(monitor) }];
}

/** In s, of reports that follow each other. */
export function gapsBetween(beats: readonly Heartbeat[]): readonly number[] {
  return beats.slice(1).map(({ time }, index) => (time.getTime() - (beats[index]?.time.getTime() ?? 0)) / 1000);
}
