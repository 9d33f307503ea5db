import { planInstall, serverSettings, stepChanges, type HostFacts } from "@kumakit/installer";

import { makeMonitor } from "../monitors/ensure-monitor.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { formOf, requestOf, type AgentWish, type ReportsTo } from "./agent-wish.ts";
import { testAll, alertedBy } from "./notification-tests.ts";
import { lookAtHost, seenHost, type SeenHost } from "./look-at-host.ts";
import { onHosts, type HostResult } from "./on-hosts.ts";
import { planSeen, type PlanContext, type PlannedAgent } from "./plan-agent.ts";
import { monitorsOf, plannedCheck, plannedHeartbeat, type PlannedMonitors, type PlannedWish } from "./plan-checks.ts";
import { namedSecrets, type PrintedPlan } from "./printed-plan.ts";
import type { ProvisionOptions } from "./provision-event.ts";
import { destinationOf } from "./reports-to.ts";

/** How a plan is printed. */
export interface PrintOptions extends ProvisionOptions {
  /**
   * The host that it is for, which is then not looked at.
   * @defaultValue the host of the wish is looked at, and not changed
   */
  readonly facts?: HostFacts | undefined;
  /**
   * Whether the push tokens come with it: then the monitors are made, adopted or mended, because the tokens are theirs.
   * @defaultValue false: the server is only looked at
   */
  readonly withSecrets?: boolean | undefined;
  /** Is given the plan; when it throws, what was done on the server is undone. */
  readonly deliver: (printed: PrintedPlan) => Promise<void>;
}

/**
 * Makes the plan of {@link installAgent} for others to carry out: nothing is changed on the host.
 *
 * @param wish - for one host
 * @returns the result for the host, which has the error of the install when it failed
 * @throws ProvisionError for a wish that no host could fulfil
 */
export async function printAgent(
  to: ReportsTo,
  wish: AgentWish,
  { facts, withSecrets = false, deliver, ...options }: PrintOptions,
): Promise<readonly HostResult<void>[]> {
  const destination = destinationOf(to, wish);
  return await onHosts(wish.hosts, options, async ({ host, voice }) => {
    voice.emit({ kind: "look", host: voice.host });
    const request = requestOf(wish, host);
    const seen = facts === undefined ? await lookAtHost(request, voice.signal) : seenHost(facts, request);
    const context = { voice, request, destination, isForThisMachine: false };
    const planned = await planSeen(seen, context);
    if (withSecrets) return await deliverWithSecrets({ seen, planned }, context, deliver);
    await deliver({ facts: seen.facts, plan: planned.plan, named: namedSecrets(planned, false) });
  });
}

interface Print {
  readonly seen: SeenHost;
  readonly planned: PlannedAgent;
}

/** Makes the monitors first: the tokens are theirs. */
async function deliverWithSecrets(
  { seen: { facts }, planned }: Print,
  context: PlanContext,
  deliver: PrintOptions["deliver"],
): Promise<void> {
  const { destination, voice, request } = context;
  const { monitors, secrets, plan } = planned;
  if (destination.kind === "token" || monitors === undefined)
    return await deliver({ facts, plan, secrets, named: namedSecrets(planned, true) });
  const client = await destination.client();
  if (request.testNotifications) await testAll(client, alertedBy(monitorsOf(monitors)), destination.tests);
  const undo = new UndoStack();
  const make = async <Planned extends PlannedWish>(one: Planned): Promise<Planned> => {
    voice.emit({ kind: "monitor", host: voice.host, name: one.wish.name });
    const { monitor } = await makeMonitor(client, one.planned, { signal: voice.signal, undo });
    return { ...one, interval: monitor.interval, planned: { ...one.planned, existing: monitor } };
  };
  try {
    const agentMonitor = monitors.agentMonitor && (await make(monitors.agentMonitor));
    const checks: PlannedMonitors["checks"][number][] = [];
    for (const check of monitors.checks) checks.push(await make(check));
    const made = { agentMonitor, checks };
    const host = planInstall(facts, {
      settings: await serverSettings(client.server.url, request.headers),
      checks: checks.map(plannedCheck),
      heartbeat: agentMonitor && plannedHeartbeat(agentMonitor),
      ...formOf(request),
    });
    const changes = stepChanges(facts, host);
    const done = { ...plan, monitors: [], tests: [], host: host.plan, changes };
    voice.signal.throwIfAborted();
    await deliver({
      facts,
      plan: done,
      secrets: host.secrets,
      named: namedSecrets({ plan: done, monitors: made }, true),
    });
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    throw await undoBecauseOf(error, undo);
  }
}
