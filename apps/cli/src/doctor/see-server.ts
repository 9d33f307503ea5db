import type { KumaClient } from "@kumakit/client";
import type { ComparedServer, DoctorFinding } from "@kumakit/provision";
import { printable } from "@kumakit/text";

import { describeFailure } from "../failure/describe-failure.ts";
import { roadData, shownFinding, type DoctorReport, type ShownFinding } from "./doctor-report.ts";

/** A server that was looked at. */
export interface SeenServer {
  readonly data: NonNullable<DoctorReport["server"]>;
  readonly findings: readonly ShownFinding[];
  /** Those that `--fix` may mend. */
  readonly mendable: readonly DoctorFinding[];
  /** Undefined when nobody could log in. */
  readonly known?: { readonly client: KumaClient } & ComparedServer;
}

/** How to get to it. */
interface WayThere {
  /** For what is in front of it; secret. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
  /** For the look at the way there, in ms; 10 s when undefined. */
  readonly timeout: number | undefined;
  /** Logs in, with `keepStates`. */
  readonly connect: () => Promise<KumaClient>;
}

/** Looks at the way to a server, and at all that is on it; that nobody can log in is a finding, too. */
export async function seeServer(url: string, { headers, signal, timeout, connect }: WayThere): Promise<SeenServer> {
  const { examineRoad } = await import("../client-work.ts");
  const { examineServer, isMendable, roadFindings } = await import("../provision-work.ts");
  const [road, client] = await Promise.all([examineRoad(url, { headers, signal, timeout }), connect().catch(notAsked)]);
  signal.throwIfAborted();
  const data = { url, ...roadData(road), version: null, failure: null, monitors: null, channels: null };
  const onRoad = roadFindings(url, road).map((found) => shownFinding(found));
  if ("failure" in client) {
    const { failure } = client;
    return { data: { ...data, failure }, findings: [unreachable(url, failure), ...onRoad], mendable: [] };
  }
  const { monitors, channels, beatsOf, findings } = await examineServer(client);
  return {
    data: { ...data, version: client.server.version, monitors: monitors.length, channels: channels.length },
    findings: [...onRoad, ...findings.map((found) => shownFinding(found))],
    mendable: findings.filter((found) => isMendable(found, monitors)),
    known: { client, url, monitors, beatsOf, clockAhead: road.clockAhead },
  };
}

/**
 * Mends what has one right answer. One that cannot be mended stays a finding, and is said; the others are mended all the same.
 *
 * @returns the mended ones
 */
export async function mendSeen(
  server: SeenServer | undefined,
  warn: (text: string) => void,
): Promise<readonly DoctorFinding[]> {
  if (server?.known === undefined) return [];
  const { mendFinding } = await import("../provision-work.ts");
  const mended: DoctorFinding[] = [];
  for (const found of server.mendable) {
    try {
      await mendFinding(server.known.client, found);
      mended.push(found);
    } catch (error) {
      warn(`${printable(found.name)} could not be mended: ${describeFailure(error).message}`);
    }
  }
  return mended;
}

interface NotAsked {
  readonly failure: { readonly code: string; readonly message: string; readonly hint: string | null };
}

function notAsked(error: unknown): NotAsked {
  const { code, message, hint } = describeFailure(error);
  return { failure: { code, message, hint } };
}

function unreachable(url: string, { message, hint }: NotAsked["failure"]): ShownFinding {
  const text = message.replace(/\.$/, "");
  const cure = hint ?? "kuma server info --debug";
  return { code: "server-not-asked", severity: "problem", name: url, id: null, message: text, cure, mended: false };
}
