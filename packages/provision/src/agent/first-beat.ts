import type { Heartbeat, KumaClient } from "@kumakit/client";
import { setTimeout as sleep } from "node:timers/promises";

import { AbortScope } from "./abort-scope.ts";
import { HeardBeats } from "./heard-beats.ts";
import { severalAtOnce } from "./several-at-once.ts";

/** How long the first heartbeat of a new check may take to show up on the server, in ms. */
export const firstBeatPatience = 30_000;

/** The server adds beats with this message when none came in time; the same words in 1.23 and 2.x. */
export const serversOwnMessage = "No heartbeat in the time window";

const pollInterval = 1500;
/** Where live beats are listened to, which a lost connection makes up for by itself. */
const pollBehindLive = 5000;

/** A monitor whose first heartbeat is waited for, and the newest one that it had before. */
export interface AwaitedMonitor {
  readonly id: number;
  readonly name: string;
  /** Undefined for a monitor without a heartbeat. */
  readonly lastBefore: Date | undefined;
}

/** When a monitor's newest heartbeat came, to tell the first one that an install makes; for a new monitor there is none. */
export async function lastBeatTime(client: KumaClient, id: number): Promise<Date | undefined> {
  return (await client.monitors.heartbeats(id, { hours: 24 })).at(-1)?.time;
}

/** How long to wait, and for what. */
export interface BeatPatience {
  readonly signal: AbortSignal;
  /** Live heartbeats since before the agent was started; the server is asked at once when left out. */
  readonly heard?: HeardBeats | undefined;
}

/**
 * Waits until the server has recorded a heartbeat of the agent for each of some monitors.
 *
 * @returns the beats, in the order of the monitors; `undefined` where none came until `signal` aborted
 * @throws KumaError when the server goes away meanwhile
 */
export async function firstBeats(
  client: KumaClient,
  monitors: readonly AwaitedMonitor[],
  { signal, heard }: BeatPatience,
): Promise<readonly (Heartbeat | undefined)[]> {
  const found = new Map<AwaitedMonitor, Heartbeat>();
  const missing = (): readonly AwaitedMonitor[] => monitors.filter((monitor) => !found.has(monitor));
  const scope = new AbortScope(signal);
  const take = (monitor: AwaitedMonitor, beats: readonly Heartbeat[]): void => {
    const first = beats.find((beat) => isFirst(beat, monitor));
    if (first !== undefined && !found.has(monitor)) found.set(monitor, first);
    if (missing().length === 0) scope.end();
  };
  using live = heard ?? new HeardBeats(client, idsOf(monitors));
  live.follow((beat) => {
    for (const monitor of monitors) if (monitor.id === beat.monitorId) take(monitor, [beat]);
  });
  const interval = heard === undefined ? pollInterval : pollBehindLive;
  const pause = (): Promise<void> => sleep(interval, undefined, { signal: scope.signal }).catch(() => undefined);
  try {
    if (heard !== undefined) await pause();
    // Live beats are lost while the connection is; what is stored is not. The server is asked seldom: it has the beats to record.
    while (missing().length > 0 && !scope.signal.aborted) {
      const look = async (monitor: AwaitedMonitor): Promise<void> => {
        if (!found.has(monitor)) take(monitor, await client.monitors.heartbeats(monitor.id, { hours: 1 }));
      };
      await Promise.race([severalAtOnce(missing(), look), untilAborted(scope.signal)]);
      if (missing().length > 0) await pause();
    }
  } finally {
    scope.end();
  }
  return monitors.map((monitor) => found.get(monitor));
}

/** The ids of monitors. */
export function idsOf(monitors: readonly Pick<AwaitedMonitor, "id">[]): readonly number[] {
  return monitors.map(({ id }) => id);
}

function isFirst({ message, time }: Heartbeat, { lastBefore }: AwaitedMonitor): boolean {
  return message !== serversOwnMessage && (lastBefore === undefined || time > lastBefore);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
