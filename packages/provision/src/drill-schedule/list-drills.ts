import type { Heartbeat, KumaClient, Monitor } from "@kumakit/client";

import { channelsOf, type Channel } from "../proof/channel-tests.ts";
import { lookAtServer } from "../proof/look-at-server.ts";
import { aboutDrills, codeIn, drillDays, type AboutDrills } from "./drill-monitor.ts";

/**
 * How the drills of a host are: `proven` when the last one was acknowledged, `waiting` as long as people have time for it,
 * `unproven` after that, `silent` when the host drills no more, `paused` when its monitor is, `new` before the first one.
 */
export type DrillState = "proven" | "waiting" | "unproven" | "silent" | "paused" | "new";

/** The drills of a host, as the server shows them. */
export interface ScheduledDrills extends AboutDrills {
  /** Their monitor. */
  readonly monitor: Monitor;
  /** Whom they alert. */
  readonly channels: readonly Channel[];
  /** How they are. */
  readonly state: DrillState;
  /** When the last one was; null when none is known. */
  readonly sentAt: Date | null;
  /** The day of the next one, by the calendar of this machine; null while nothing drills. */
  readonly next: Date | null;
}

/** The drills of a host, with the codes that were sent, the newest first. */
export interface KnownDrills extends ScheduledDrills {
  /** The codes that stand in its last heartbeats. */
  readonly codes: readonly { readonly code: string; readonly at: Date }[];
}

/** The drills of all hosts that report to a server. @param client - connected with `keepStates` @throws KumaError */
export async function listDrills(client: KumaClient): Promise<readonly KnownDrills[]> {
  const { monitors, beatsOf } = await lookAtServer(client);
  const notifications = await client.notifications.list();
  return monitors.flatMap((monitor) => {
    const about = aboutDrills(monitor);
    if (about === undefined) return [];
    const channels = channelsOf(notifications, [monitor]).map(({ id, name, type }) => ({ id, name, type }));
    return [drillsOf({ monitor, about, channels }, beatsOf(monitor.id))];
  });
}

/** The same of one monitor, by its last heartbeats, oldest first. */
export function drillsOf(
  {
    monitor,
    about,
    channels,
  }: { readonly monitor: Monitor; readonly about: AboutDrills } & Pick<KnownDrills, "channels">,
  beats: readonly Heartbeat[],
): KnownDrills {
  const codes = beats
    .flatMap((beat) => {
      const code = codeIn(beat);
      return code === undefined ? [] : [{ code, at: beat.time }];
    })
    .toReversed();
  const state = stateOf(monitor, { about, code: codes[0]?.code, last: beats.at(-1) });
  const sentAt = codes[0]?.at ?? null;
  const isDrilled = !["silent", "paused", "new"].includes(state);
  const base = sentAt ?? about.ack?.at;
  return { ...about, monitor, channels, codes, state, sentAt, next: isDrilled && base ? nextDay(base, about) : null };
}

interface Seen {
  readonly about: AboutDrills;
  /** Of the last drill. */
  readonly code: string | undefined;
  readonly last: Heartbeat | undefined;
}

function stateOf({ active }: Monitor, { about: { ack }, code, last }: Seen): DrillState {
  if (!active) return "paused";
  if (last === undefined || (code === undefined && ack === null)) return "new";
  // A server keeps heartbeats for less than four weeks where people want that.
  const isProven = ack !== null && (code === undefined || code === ack.code);
  if (last.status !== "down") return isProven ? "proven" : "waiting";
  if (isProven) return "silent";
  return codeIn(last) === undefined ? "unproven" : "waiting";
}

/** Drills are on Mondays: see alert-drill.sh of the installer. */
function nextDay(after: Date, { every }: AboutDrills): Date {
  const day = new Date(after);
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7) + drillDays[every]);
  day.setHours(10, 0, 0, 0);
  return day;
}
