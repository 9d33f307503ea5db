import type { KumaClient } from "@kumakit/client";
import {
  checkNameOf,
  isSameAddress,
  serverSettings,
  type MovedMonitor,
  type MoveWish as HostMove,
  type ServerSettings,
} from "@kumakit/installer";

import { agentProgram } from "../agent/agent-program.ts";
import { configOf, type FoundAgent } from "../agent/find-agent.ts";
import { requireKnownMachine } from "../agent/machine-of-agent.ts";
import type { Made, MadeMonitors } from "../agent/make-monitors.ts";
import type { PlannedMonitors, PlannedWish } from "../agent/plan-checks.ts";
import type { Voice } from "../agent/provision-event.ts";
import { requireNotNewer } from "../agent/require-not-newer.ts";
import { knownServer, movedWish, type KnownServer, type MovedWish, type MoveServers } from "./moved-wish.ts";
import type { MoveWish } from "./move-wish.ts";
import { monitorFedBy, movingReporters, requireOthersKnown, type MovingReporter } from "./moving-reporters.ts";
import { planMoved } from "./plan-moved.ts";

/** An agent that is about to move, and all that was found out about it. Nothing was changed. */
export interface SeenMove extends MoveServers {
  readonly agent: FoundAgent;
  readonly reporters: readonly MovingReporter[];
  /** The address that the agent knows the server under that it leaves. */
  readonly fromUrl: string;
  /** Why the server that it leaves could not be asked. */
  readonly unreached: unknown;
  readonly wishes: readonly MovedWish[];
  readonly monitors: PlannedMonitors;
  readonly settings: ServerSettings;
  /** Whether the other server knows every token that the host has: it is the same one, or was restored from a backup. */
  readonly isWhole: boolean;
  /** Whether an earlier run was cut short here while the agent fed both. */
  readonly isResumed: boolean;
  /** Whether the agent can feed both meanwhile. */
  readonly canFeedBoth: boolean;
}

/** Whether an agent reports to that server already. */
export function isThere(agent: FoundAgent, client: KumaClient): boolean {
  return isSameAddress(configOf(agent).server.url, client.server.url);
}

/**
 * Looks at an agent, at the server that it leaves and at the one that it moves to.
 *
 * @throws ProvisionError, InstallerError, KumaError
 */
export async function lookAtMove(
  agent: FoundAgent,
  client: KumaClient,
  { wish, voice }: { readonly wish: MoveWish; readonly voice: Voice },
): Promise<SeenMove> {
  const { server, secondServer } = configOf(agent);
  requireKnownMachine(agent.facts);
  await requireNotNewer(agent, wish.version);
  const reporters = movingReporters(agent);
  const to = await knownServer(client);
  requireOthersKnown(agent, client.server.url, to.monitors);
  const isWhole = reporters.every((reporter) => monitorFedBy(to.monitors, reporter) !== undefined);
  const { from, unreached } = await serverLeft(server.url, wish, isWhole || wish.left === "keep");
  if (unreached !== undefined && !isWhole) voice.warn("monitor", withoutFormer(server.url, unreached));
  const servers = { to, from };
  const wishes = reporters.map((reporter) => movedWish(reporter, servers, { facts: agent.facts, wish }));
  const isResumed = secondServer !== undefined && isSameAddress(secondServer.url, client.server.url);
  return {
    ...servers,
    agent,
    reporters,
    fromUrl: server.url,
    unreached,
    wishes,
    monitors: await planMoved(client, wishes),
    settings: await serverSettings(client.server.url, wish.headers),
    isWhole,
    isResumed,
    canFeedBoth: agent.manifest.runtime !== "sh" && (secondServer === undefined || isResumed),
  };
}

/** The server that is left; one that may be missing is not insisted on. */
async function serverLeft(
  url: string,
  { from }: MoveWish,
  mayBeMissing: boolean,
): Promise<{ readonly from: KnownServer | undefined; readonly unreached: unknown }> {
  try {
    const client = await from(url);
    return { from: client && (await knownServer(client)), unreached: undefined };
  } catch (error) {
    if (!mayBeMissing) throw error;
    return { from: undefined, unreached: error };
  }
}

function withoutFormer(url: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `${url} could not be asked (${why}): the new monitors get names, groups and notifications as kuma agent install gives them.`;
}

/** The move as the host is to know it. */
export function hostMove(
  { settings, monitors }: Pick<SeenMove, "settings"> & { readonly monitors: PlannedMonitors | MadeMonitors },
  { program = agentProgram() }: MoveWish,
): HostMove {
  const { agentMonitor, checks } = monitors;
  return {
    settings,
    program,
    checks: checks.map((one) => ({ name: checkNameOf(one.check), ...monitorIn(one) })),
    heartbeat: agentMonitor && monitorIn(agentMonitor),
  };
}

function monitorIn({ ensured, planned: { existing } }: PlannedWish & Partial<Made>): MovedMonitor {
  const monitor = ensured?.monitor ?? existing;
  return monitor === undefined ? {} : { monitorId: monitor.id, token: monitor.pushToken ?? undefined };
}
