import type { KumaClient, Monitor } from "@kumakit/client";

import { parseMarkers } from "../marker/marker.ts";
import type { DoctorFinding } from "./doctor-finding.ts";

type Mend = (client: KumaClient, id: number) => Promise<unknown>;

/** The findings that have one right answer. Others are a person's decision: somebody may have paused a monitor on purpose. */
const MENDS: Readonly<Partial<Record<DoctorFinding["code"], Mend>>> = {
  "upside-down": (client, id) => client.monitors.update(id, { upsideDown: false }),
  retries: (client, id) => client.monitors.update(id, { maxRetries: 0 }),
  "left-behind": (client, id) => client.monitors.delete(id),
};

/**
 * Whether a finding is safe to be mended without a question: it is of a monitor that an install or a proof has made.
 *
 * @param monitors - all of the server
 */
export function isMendable({ code, about }: DoctorFinding, monitors: readonly Monitor[]): boolean {
  if (code === "left-behind") return true;
  if (MENDS[code] === undefined || about.kind !== "monitor") return false;
  const monitor = monitors.find(({ id }) => id === about.id);
  return parseMarkers(monitor?.description).length > 0;
}

/** Mends one finding. @throws KumaError */
export async function mendFinding(client: KumaClient, { code, about: { id } }: DoctorFinding): Promise<void> {
  if (id !== null) await MENDS[code]?.(client, id);
}
