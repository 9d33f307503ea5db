import type { Heartbeat, KumaClient, Monitor } from "@kumakit/client";
import type { HostFacts } from "@kumakit/installer";

import { hasMarker } from "../marker/marker.ts";
import { emptiedGroups, refOf } from "../agent/removal-monitors.ts";
import type { Voice } from "../agent/provision-event.ts";
import { severalAtOnce } from "../agent/several-at-once.ts";
import type { UndoStack } from "../undo/undo-stack.ts";
import type { KnownServer } from "./moved-wish.ts";
import type { LeftFate, LeftMonitors } from "./move-wish.ts";
import { monitorOf, type MovingReporter } from "./moving-reporters.ts";

/** The monitors on the server that is left. */
export function monitorsLeft(from: KnownServer, reporters: readonly MovingReporter[]): readonly Monitor[] {
  return reporters.flatMap((reporter) => monitorOf(from.monitors, reporter) ?? []);
}

/** Pauses those that are active: nobody is alerted, and their history stays. */
export async function pauseLeft(client: KumaClient, monitors: readonly Monitor[], undo: UndoStack): Promise<void> {
  await severalAtOnce(
    monitors.filter(({ active }) => active),
    async ({ id, name }) => {
      await client.monitors.pause(id);
      undo.defer(`resume the monitor ${JSON.stringify(name)} (id ${id}) on ${client.server.url}`, () =>
        client.monitors.resume(id),
      );
    },
  );
}

/**
 * Deletes those that installs have made, once nothing reports to them any more, and the host's group when it is empty. One
 * that cannot be deleted is warned of: the move is done.
 *
 * @returns those that are gone, without groups
 */
export async function deleteLeft(
  { client, monitors: all }: KnownServer,
  monitors: readonly Monitor[],
  {
    facts,
    reporters,
    voice,
  }: { readonly facts: HostFacts; readonly reporters: readonly MovingReporter[]; readonly voice: Voice },
): Promise<readonly Monitor[]> {
  const made = monitors.filter(({ description }) => reporters.some(({ marker }) => hasMarker(description, marker)));
  const groups = emptiedGroups(all, made, facts);
  const gone: Monitor[] = [];
  const remove = async (monitor: Monitor): Promise<void> => {
    try {
      await client.monitors.delete(monitor.id);
      gone.push(monitor);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const text = `The monitor ${JSON.stringify(monitor.name)} (id ${monitor.id}) on ${client.server.url} is paused, but could not be deleted: ${why}`;
      voice.warn("left-monitor", text, refOf(monitor));
    }
  };
  await severalAtOnce(made, remove);
  await severalAtOnce(groups, remove);
  return gone.filter((monitor) => made.includes(monitor));
}

/** The monitors of a fate, in the form that an outcome has. */
export function leftOutcome(server: string, fate: LeftMonitors["fate"], monitors: readonly Monitor[]): LeftMonitors {
  return { server, fate, monitors: monitors.map(refOf) };
}

/** The word for a fate that has come. */
export function fateOf(wish: LeftFate): "paused" | "deleted" | "kept" {
  return wish === "keep" ? "kept" : wish === "delete" ? "deleted" : "paused";
}

/**
 * Whether two addresses lead to one server: the heartbeat that just came to the one is on the other as well, to the
 * millisecond, although nothing is sent there.
 */
export async function isSameServer(
  from: KumaClient,
  { id }: Pick<Monitor, "id">,
  beat: Pick<Heartbeat, "time" | "message">,
): Promise<boolean> {
  const beats = await from.monitors.heartbeats(id, { hours: 24 });
  return beats.some(({ time, message }) => time.getTime() === beat.time.getTime() && message === beat.message);
}
