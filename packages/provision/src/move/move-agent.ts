import type { KumaClient, Monitor } from "@kumakit/client";
import { lockHost } from "@kumakit/installer";

import { agentOn, configOf, type FoundAgent } from "../agent/find-agent.ts";
import { onHosts, type HostResult, type HostWork } from "../agent/on-hosts.ts";
import type { ProvisionOptions } from "../agent/provision-event.ts";
import { connectOnce } from "../agent/reports-to.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { deleteLeft, fateOf, isSameServer, leftOutcome, monitorsLeft, pauseLeft } from "./left-monitors.ts";
import { isThere, lookAtMove, type SeenMove } from "./look-at-move.ts";
import { knownServer } from "./moved-wish.ts";
import type { LeftMonitors, MoveContext, MoveOutcome, MoveWish } from "./move-wish.ts";
import { movingReporters } from "./moving-reporters.ts";
import { warnOfMissing } from "./plan-moved.ts";
import { switchServers } from "./switch-servers.ts";

/**
 * Has agents report to another server. Each check gets its monitor there, with the name, group, tags, interval and
 * notifications that it has; both servers are fed until the other one has the first heartbeat of each, then the former one
 * is left. Its monitors are paused, so that they alert nobody. A host that fails, or is stopped, is put back as it was,
 * there and on both servers; the others go on. The same call carries on what was killed.
 *
 * An agent whose tokens the other server knows already, because it is the same server under another address or was
 * restored from a backup, gets no new monitors: only the address changes.
 *
 * @returns one result for each host, in their order; an InstallerError `INSTALLER_NOT_INSTALLED` for a host without an agent
 */
export async function moveAgents(
  wish: MoveWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<MoveOutcome>[]> {
  const connect = connectOnce(wish.to);
  return await onHosts(wish.hosts, options, async ({ host, voice, shared }) => {
    const { facts } = await agentOn(host, wish.scope, voice);
    const client = await connect();
    await using lock = await lockHost(host, facts);
    // Another run may have been at work until now.
    const agent = await agentOn(host, wish.scope, voice);
    const context = { wish, lock, voice, undo: new UndoStack() };
    if (isThere(agent, client)) return await settleLeft(agent, client, context);
    return await move(await lookAtMove(agent, client, context), context, shared);
  });
}

async function move(seen: SeenMove, context: MoveContext, shared: HostWork["shared"]): Promise<MoveOutcome> {
  const { voice, undo } = context;
  const server = seen.to.client.server.url;
  warnOfMissing(server, seen.wishes, voice);
  try {
    const { moved, isSame } = await switchServers(seen, context);
    // From here on the move is done: the rest is a matter of the server that was left.
    undo.move();
    const left = await leave(seen, { isSame, context });
    return { changed: true, server, moved, left };
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    shared.take(undo.takeShared());
    throw await undoBecauseOf(error, undo);
  }
}

async function leave(
  { from, fromUrl, unreached, reporters, agent }: SeenMove,
  { isSame, context: { wish, voice } }: { readonly isSame: boolean; readonly context: MoveContext },
): Promise<LeftMonitors | undefined> {
  if (from === undefined) return unreached === undefined ? undefined : leftOutcome(fromUrl, "unreached", []);
  const { url } = from.client.server;
  if (isSame) return leftOutcome(url, "same", []);
  const monitors = monitorsLeft(from, reporters);
  const { left = "pause" } = wish;
  if (left !== "delete") {
    const alerting = monitors.filter(({ active }) => active);
    return leftOutcome(url, fateOf(left), left === "keep" ? alerting : monitors);
  }
  return leftOutcome(url, "deleted", await deleteLeft(from, monitors, { facts: agent.facts, reporters, voice }));
}

/** An agent that has moved already may have left monitors behind that would alert: an earlier run was killed there. */
async function settleLeft(agent: FoundAgent, client: KumaClient, context: MoveContext): Promise<MoveOutcome> {
  const { wish, voice, undo } = context;
  const server = client.server.url;
  const nothing = { changed: false, server, moved: [], left: undefined };
  const from = await wish.from(configOf(agent).server.url);
  if (from === undefined || wish.left === "keep") return nothing;
  const reporters = movingReporters(agent);
  const [known, there] = [await knownServer(from), await client.monitors.list()];
  const monitors = monitorsLeft(known, reporters);
  if (monitors.length === 0 || (await areSame(from, client, { monitors, there }))) return nothing;
  if (wish.left === "delete") {
    await pauseLeft(from, monitors, undo);
    const gone = await deleteLeft(known, monitors, { facts: agent.facts, reporters, voice });
    return { ...nothing, changed: gone.length > 0, left: leftOutcome(from.server.url, "deleted", gone) };
  }
  const active = monitors.filter((monitor) => monitor.active);
  await pauseLeft(from, active, undo);
  return { ...nothing, changed: active.length > 0, left: leftOutcome(from.server.url, "paused", monitors) };
}

/** Whether the newest heartbeats of monitors with the same tokens are on both. */
async function areSame(
  from: KumaClient,
  to: KumaClient,
  { monitors, there }: { readonly monitors: readonly Monitor[]; readonly there: readonly Monitor[] },
): Promise<boolean> {
  for (const monitor of monitors) {
    const mine = there.find(({ pushToken }) => pushToken === monitor.pushToken);
    const newest = mine && (await to.monitors.heartbeats(mine.id, { hours: 24 })).at(-1);
    if (newest !== undefined && (await isSameServer(from, monitor, newest))) return true;
  }
  return false;
}
