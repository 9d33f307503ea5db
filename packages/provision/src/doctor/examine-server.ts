import type { KumaClient, Monitor, Notification } from "@kumakit/client";

import { comfortableLoad, loadOf } from "../carried/server-load.ts";
import { leftMonitors } from "../proof/left-behind.ts";
import { lookAtServer } from "../proof/look-at-server.ts";
import type { ServerView } from "../proof/settings-findings.ts";
import { channelFindings } from "./channel-findings.ts";
import type { DoctorFinding } from "./doctor-finding.ts";
import { monitorsFindings } from "./monitors-findings.ts";

/** The state of a server. */
export interface ServerExamination {
  /** Those that were looked at: all but what proofs have left behind. */
  readonly monitors: readonly Monitor[];
  /** The notifications that were looked at. */
  readonly channels: readonly Notification[];
  /** How long the server took to hand over its lists, in ms. */
  readonly took: number;
  /** The last heartbeats of a monitor, oldest first. */
  readonly beatsOf: ServerView["beatsOf"];
  /** In the order of the monitors, then of the channels. */
  readonly findings: readonly DoctorFinding[];
}

/** A server that needs so long to list its monitors cannot take reports in time either, in ms. */
const slow = 5000;

/**
 * Looks at all monitors and notifications of a server for what keeps alerts from coming, or from being true. Changes and
 * sends nothing, and asks nothing for each monitor.
 *
 * @param client - connected with `keepStates`
 * @throws KumaError
 */
export async function examineServer(client: KumaClient): Promise<ServerExamination> {
  const start = performance.now();
  const [view, channels] = await Promise.all([lookAtServer(client), client.notifications.list()]);
  const took = Math.round(performance.now() - start);
  const left = leftMonitors(view.monitors);
  const monitors = view.monitors.filter((monitor) => !left.includes(monitor));
  const findings = [
    ...(took > slow ? [slowServer(client.server.url, took)] : []),
    ...nearCapacity(client.server.url, view.monitors),
    ...monitorsFindings(monitors, view),
    ...left.map(leftBehind),
    ...channelFindings(channels, monitors),
  ];
  return { monitors, channels, took, beatsOf: view.beatsOf, findings };
}

function slowServer(url: string, took: number): DoctorFinding {
  const message = `it took ${Math.round(took / 1000)} s to list its monitors: reports may be taken too late`;
  return { code: "slow-server", severity: "warning", name: url, message, about: { kind: "road", id: null } };
}

/** Says that a server has about as much to do as one of its kind can, before it takes reports too late. */
export function nearCapacity(
  url: string,
  monitors: readonly Pick<Monitor, "type" | "active" | "interval">[],
): readonly DoctorFinding[] {
  const load = loadOf(monitors);
  const pushes = Math.round(load.pushesPerSecond);
  const most = comfortableLoad;
  if (load.monitors <= most.monitors && load.pushesPerSecond <= most.pushesPerSecond) return [];
  const message = `it has ${load.monitors} monitors, and agents send it ${pushes} reports a second: beyond ${most.monitors} and ${most.pushesPerSecond} it may take them too late`;
  return [{ code: "near-capacity", severity: "warning", name: url, message, about: { kind: "road", id: null } }];
}

function leftBehind({ id, name }: Monitor): DoctorFinding {
  const message = "a proof that was killed has left it";
  return { code: "left-behind", severity: "warning", name, message, about: { kind: "monitor", id } };
}
