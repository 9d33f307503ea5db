import type { KumaClient, Maintenance } from "@kumakit/client";

import { usageError } from "../cli-error.ts";

const MINUTE = 60_000;
/** In ms. */
const longest = 365 * 24 * 60 * MINUTE;

/** A maintenance that begins now, and that the server itself ends. */
export interface WindowWish {
  readonly title: string;
  readonly description?: string | undefined;
  /** In ms. */
  readonly length: number;
  readonly monitorIds: readonly number[];
  readonly statusPageIds?: readonly number[];
}

/**
 * The times of a maintenance that begins now. The server counts in minutes: it begins with the present one, and ends with
 * the first that is not too early.
 *
 * @throws CliError (exit 2) for a length that makes no sense
 */
export function windowOf(length: number, now: Date): { readonly start: Date; readonly end: Date } {
  if (length < MINUTE || length > longest) throw usageError("--for must be between a minute and a year", "--for 2h");
  return {
    start: new Date(Math.floor(now.getTime() / MINUTE) * MINUTE),
    end: new Date(Math.ceil((now.getTime() + length) / MINUTE) * MINUTE),
  };
}

/** Makes such a maintenance. @throws KumaError */
export function startWindow(client: KumaClient, { length, ...wish }: WindowWish): Promise<Maintenance> {
  return client.maintenance.create({ ...wish, strategy: "single", ...windowOf(length, new Date()) });
}

/** The maintenance of that title that is in force for these monitors at least, and goes on for half as long at least. */
export async function windowInForce(
  client: KumaClient,
  { title, length, monitorIds }: WindowWish,
): Promise<Maintenance | undefined> {
  for (const one of await client.maintenance.list()) {
    const left = (one.timeSlots[0]?.end.getTime() ?? 0) - Date.now();
    if (one.title !== title || one.status !== "under-maintenance" || left < length / 2) continue;
    const covered = await client.maintenance.monitorIds(one.id);
    if (monitorIds.every((id) => covered.includes(id))) return one;
  }
  return undefined;
}
