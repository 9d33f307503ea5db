import type { Heartbeat, KumaClient } from "@kumakit/client";
import { setTimeout as sleep } from "node:timers/promises";

import { AbortScope } from "./abort-scope.ts";

/** How long the first heartbeat of a new check may take to show up on the server, in ms. */
export const firstBeatPatience = 30_000;

/** The server adds beats with this message when none came in time; the same words in 1.23 and 2.x. */
export const serversOwnMessage = "No heartbeat in the time window";

const pollInterval = 1500;

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

/**
 * Waits until the server has recorded a heartbeat of the agent.
 *
 * @returns the beat; `undefined` when none came until `signal` aborted
 * @throws KumaError when the server goes away meanwhile
 */
export async function firstBeat(
  client: KumaClient,
  monitor: AwaitedMonitor,
  signal: AbortSignal,
): Promise<Heartbeat | undefined> {
  const isFirst = (beat: Heartbeat): boolean =>
    beat.message !== serversOwnMessage && (monitor.lastBefore === undefined || beat.time > monitor.lastBefore);
  // Live beats are lost while the connection is; what is stored is not.
  const scope = new AbortScope(signal);
  try {
    return await Promise.race([live(client, monitor.id, { signal: scope.signal, isFirst }), polled()]);
  } finally {
    scope.end();
  }

  async function polled(): Promise<Heartbeat | undefined> {
    while (!scope.signal.aborted) {
      const beat = (await client.monitors.heartbeats(monitor.id, { hours: 1 })).find(isFirst);
      if (beat !== undefined) return beat;
      await sleep(pollInterval, undefined, { signal: scope.signal }).catch(() => undefined);
    }
    return undefined;
  }
}

async function live(
  client: KumaClient,
  id: number,
  { signal, isFirst }: { readonly signal: AbortSignal; readonly isFirst: (beat: Heartbeat) => boolean },
): Promise<Heartbeat | undefined> {
  try {
    for await (const beat of client.monitors.watch(id, { signal })) if (isFirst(beat)) return beat;
  } catch {
    // The polling beside this says what is wrong.
  }
  return await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
