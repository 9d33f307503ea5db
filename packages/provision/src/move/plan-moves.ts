import type { KumaClient } from "@kumakit/client";
import { planMove, stepChanges, type HostPlan } from "@kumakit/installer";

import { agentOn, configOf, type FoundAgent } from "../agent/find-agent.ts";
import { onHosts, type HostResult } from "../agent/on-hosts.ts";
import type { AgentPlan } from "../agent/plan-agent.ts";
import { monitorsOf } from "../agent/plan-checks.ts";
import type { ProvisionOptions, Voice } from "../agent/provision-event.ts";
import { refOf } from "../agent/removal-monitors.ts";
import { connectOnce } from "../agent/reports-to.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { monitorsLeft } from "./left-monitors.ts";
import { hostMove, isThere, lookAtMove } from "./look-at-move.ts";
import { knownServer, type KnownServer } from "./moved-wish.ts";
import type { LeftFate, MoveWish } from "./move-wish.ts";
import { movingReporters, type MovingReporter } from "./moving-reporters.ts";
import { warnOfMissing } from "./plan-moved.ts";

/** The work of a move for one host. Plain data without secrets. */
export interface MovePlan extends AgentPlan {
  /** Whether both servers are fed until the other one has the first heartbeats. */
  readonly feedsBoth: boolean;
  /** The monitors on the server that is left; null when it is not asked, or when they stay as they are. */
  readonly left: {
    /** That server's address. */
    readonly server: string;
    /** What becomes of them, unless both addresses lead to one server. */
    readonly fate: Exclude<LeftFate, "keep">;
    /** Those that are not so already. */
    readonly monitors: readonly MonitorRef[];
  } | null;
}

/**
 * Says what {@link moveAgents} would do, and does nothing.
 *
 * @returns one result for each host, in their order; those that fail have the error of the move
 */
export async function planMoves(
  wish: MoveWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<MovePlan>[]> {
  const connect = connectOnce(wish.to);
  return await onHosts(wish.hosts, options, async ({ host, voice }) => {
    const agent = await agentOn(host, wish.scope, voice);
    return await planOf(agent, await connect(), { wish, voice });
  });
}

async function planOf(
  agent: FoundAgent,
  client: KumaClient,
  context: { readonly wish: MoveWish; readonly voice: Voice },
): Promise<MovePlan> {
  const { wish, voice } = context;
  const { url } = client.server;
  if (isThere(agent, client)) {
    const former = wish.left === "keep" ? undefined : await wish.from(configOf(agent).server.url);
    const from = former && (await knownServer(former));
    return { ...nothing(agent, url), left: leftPlan(from, movingReporters(agent), wish) };
  }
  const seen = await lookAtMove(agent, client, context);
  warnOfMissing(url, seen.wishes, voice);
  const { plan: host, secrets } = planMove(agent.facts, hostMove(seen, wish));
  return {
    version: 1,
    server: url,
    monitors: monitorsOf(seen.monitors).map(({ wish: { name }, planned: { plan } }) => ({ name, plan })),
    tests: [],
    host,
    changes: stepChanges(agent.facts, { plan: host, secrets }),
    feedsBoth: seen.canFeedBoth && !seen.isWhole,
    left: leftPlan(seen.from, seen.reporters, wish),
  };
}

function nothing({ facts: { scope } }: FoundAgent, server: string): Omit<MovePlan, "left"> {
  const host: HostPlan = { version: 1, action: "install", scope, steps: [], warnings: [] };
  return { version: 1, server, monitors: [], tests: [], host, changes: [], feedsBoth: false };
}

function leftPlan(
  from: KnownServer | undefined,
  reporters: readonly MovingReporter[],
  { left: fate = "pause" }: MoveWish,
): MovePlan["left"] {
  if (from === undefined || fate === "keep") return null;
  const monitors = monitorsLeft(from, reporters).filter(({ active }) => fate === "delete" || active);
  return monitors.length === 0 ? null : { server: from.client.server.url, fate, monitors: monitors.map(refOf) };
}
