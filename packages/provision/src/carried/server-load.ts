import { pushPeriodSeconds } from "@kumakit/agent/config";
import type { KumaClient, Monitor } from "@kumakit/client";

import type { CarriedPlan } from "./carried-wish.ts";

/** The work that monitors make for a server. */
export interface ServerLoad {
  /** Of all types. */
  readonly monitors: number;
  /** So many pushes come in a second, as agents send them. */
  readonly pushesPerSecond: number;
}

/**
 * So many monitors and pushes a second one server carries with room to spare: half of the 94 pushes a second that Uptime
 * Kuma 2.5 took in a test, and as many monitors as its pages still show without a long wait.
 */
export const comfortableLoad: ServerLoad = { monitors: 1000, pushesPerSecond: 47 };

/** The load of a server once these plans are carried out. */
export async function serverLoad(client: KumaClient, plans: readonly CarriedPlan[]): Promise<ServerLoad> {
  const made = new Set(plans.flatMap(({ receipt }) => receipt.made.map(({ id }) => id)));
  const there = (await client.monitors.list()).filter(({ id }) => !made.has(id));
  return loadOf(
    there,
    plans.flatMap(({ newIntervals }) => newIntervals),
  );
}

/**
 * The load that monitors make.
 *
 * @param more - the intervals of Push monitors that are to come, in s
 */
export function loadOf(
  monitors: readonly Pick<Monitor, "type" | "active" | "interval">[],
  more: readonly number[] = [],
): ServerLoad {
  const pushed = monitors.filter(({ type, active }) => type === "push" && active).map(({ interval }) => interval);
  const pushes = [...pushed, ...more].map((interval) => 1 / Math.max(1, pushPeriodSeconds(interval)));
  return { monitors: monitors.length + more.length, pushesPerSecond: pushes.reduce((sum, each) => sum + each, 0) };
}
