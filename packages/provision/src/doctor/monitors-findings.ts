import type { Monitor } from "@kumakit/client";

import { serversOwnMessage } from "../agent/first-beat.ts";
import { identityOf, parseMarkers } from "../marker/marker.ts";
import { pausedGroupOf } from "../monitors/update-warnings.ts";
import { settingsFindings, type ServerView } from "../proof/settings-findings.ts";
import type { DoctorFinding } from "./doctor-finding.ts";

/**
 * Says what keeps monitors from alerting in time or truly: each by itself, and those that are in each other's way.
 *
 * @param looked - those that are asked about, of the monitors of `view`
 */
export function monitorsFindings(looked: readonly Monitor[], view: ServerView): readonly DoctorFinding[] {
  const ids = new Set<number | null>(looked.map(({ id }) => id));
  const between = [...sharedTokens(view.monitors), ...copies(view.monitors)];
  return [
    ...looked.flatMap((monitor) => monitorFindings(monitor, view)),
    ...between.filter((found) => ids.has(found.about.id)),
  ];
}

function monitorFindings(monitor: Monitor, view: ServerView): readonly DoctorFinding[] {
  const findings = settingsFindings(monitor, view)
    // Groups are made to hold monitors, and alert nobody by themselves.
    .filter(({ code }) => code !== "nobody-alerted" || monitor.type !== "group")
    .map((finding) => ({ ...finding, name: monitor.name }));
  return [...findings, ...silenceOf(monitor, view)];
}

/** A monitor that is DOWN because nothing reports: nobody is alerted when the service dies as well. */
function silenceOf(monitor: Monitor, { beatsOf, monitors }: ServerView): readonly DoctorFinding[] {
  if (monitor.type !== "push" || !monitor.active || pausedGroupOf(monitor.parent, monitors) !== undefined) return [];
  const beats = beatsOf(monitor.id);
  const lastReport = beats.findLastIndex(({ message }) => message !== serversOwnMessage);
  const first = beats[lastReport + 1];
  if (lastReport === -1 || first === undefined) return [];
  const since = first.time.toISOString().slice(0, 16).replace("T", " ");
  return [about(monitor, "silent", `nothing has reported to it since ${since} UTC`)];
}

/** A push goes to one monitor with its token: the others hear nothing. */
function sharedTokens(monitors: readonly Monitor[]): readonly DoctorFinding[] {
  const pushed = monitors.filter(({ type, pushToken }) => type === "push" && (pushToken ?? "") !== "");
  return laterOnes(pushed.map((monitor) => ({ monitor, key: monitor.pushToken ?? "" }))).map(({ monitor, first }) =>
    about(monitor, "shared-token", `it has the push token of ${called(first)}: only one of them hears reports`),
  );
}

/** Monitors that carry the marker of one check, because one was cloned in Uptime Kuma's page. */
function copies(monitors: readonly Monitor[]): readonly DoctorFinding[] {
  const marked = monitors.flatMap((monitor) =>
    parseMarkers(monitor.description)
      .filter(({ fields: { host, id } }) => host !== undefined || id !== undefined)
      .map((marker) => ({ monitor, key: identityOf(marker) })),
  );
  return laterOnes(marked).map(({ monitor, first }) =>
    about(monitor, "same-check", `it is marked as the monitor of the same check as ${called(first)}`),
  );
}

interface Keyed {
  readonly monitor: Monitor;
  readonly key: string;
}

/** All but the oldest monitor of each key, with that one. */
function laterOnes(all: readonly Keyed[]): readonly { readonly monitor: Monitor; readonly first: Monitor }[] {
  const firsts = new Map<string, Monitor>();
  return all
    .toSorted((a, b) => a.monitor.id - b.monitor.id)
    .flatMap(({ monitor, key }) => {
      const first = firsts.get(key) ?? monitor;
      firsts.set(key, first);
      return first === monitor ? [] : [{ monitor, first }];
    });
}

function about({ id, name }: Monitor, code: DoctorFinding["code"], message: string): DoctorFinding {
  return { code, severity: "problem", name, message, about: { kind: "monitor", id } };
}

function called({ id, name }: Monitor): string {
  return `${JSON.stringify(name)} (id ${id})`;
}
