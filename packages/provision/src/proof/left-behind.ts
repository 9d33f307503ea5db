import type { KumaClient, Monitor, Notification } from "@kumakit/client";

import { parseMarkers } from "../marker/marker.ts";

/** Something that was made for a proof and is older belongs to no run that is still at work, in ms. */
const longestProof = 15 * 60_000;

/** Deletes the throw-away monitors and the witnesses that runs have left which were killed. @throws KumaError */
export async function removeLeftBehind(client: KumaClient, monitors: readonly Monitor[]): Promise<void> {
  for (const { id } of leftMonitors(monitors)) await client.monitors.delete(id);
  for (const { id } of leftWitnesses(await client.notifications.list())) await client.notifications.delete(id);
}

/** The throw-away monitors of runs that were killed. */
export function leftMonitors(monitors: readonly Monitor[], now = Date.now()): readonly Monitor[] {
  return monitors.filter(({ description }) =>
    parseMarkers(description).some(({ fields: { proof } }) => proof !== undefined && isOld(Number(proof), now)),
  );
}

/** The notifications of witnesses of runs that were killed. */
function leftWitnesses(notifications: readonly Notification[], now = Date.now()): readonly Notification[] {
  return notifications.filter(({ config: { kumakit } }) => {
    const time: unknown = typeof kumakit === "object" && kumakit !== null ? Reflect.get(kumakit, "witness") : undefined;
    return typeof time === "number" && isOld(time, now);
  });
}

function isOld(time: number, now: number): boolean {
  return now - time > longestProof;
}
