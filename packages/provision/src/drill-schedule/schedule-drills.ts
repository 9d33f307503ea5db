import type { Heartbeat, KumaClient, Monitor } from "@kumakit/client";
import {
  carryOut,
  lockAndSurvey,
  planDrills,
  stepChanges,
  type Host,
  type HostFacts,
  type PlannedInstall,
} from "@kumakit/installer";

import { AbortScope } from "../agent/abort-scope.ts";
import { agentProgram } from "../agent/agent-program.ts";
import { drillMarker } from "../agent/check-marker.ts";
import { agentOn, type FoundAgent } from "../agent/find-agent.ts";
import { firstBeats } from "../agent/first-beat.ts";
import type { AgentPlan } from "../agent/plan-agent.ts";
import { voiceOf, type ProvisionOptions, type Voice } from "../agent/provision-event.ts";
import { requireNotNewer } from "../agent/require-not-newer.ts";
import { ProvisionError } from "../errors/provision-error.ts";
import { ensureMonitor } from "../monitors/ensure-monitor.ts";
import type { MonitorWish } from "../monitors/monitor-wish.ts";
import { lookUpMonitor } from "../monitors/plan-monitor.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import {
  aboutDrills,
  codeIn,
  drillDescription,
  drillInterval,
  drillMonitorName,
  drillMonitorsOf,
  type DrillRhythm,
} from "./drill-monitor.ts";

/** How long the first drill may take to show up on the server, in ms. */
const patience = 90_000;

/** Drills of the alerts, as somebody wants them for a host. */
export interface DrillsOrder {
  /** The machine that has them; its agent is there already. */
  readonly host: Host;
  /** How often there is to be a drill. */
  readonly every: DrillRhythm;
  /**
   * Names (or `id:3`) of the notifications that they go through.
   * @defaultValue those of drills that are there, else all that any monitor alerts
   */
  readonly notify?: readonly string[] | undefined;
  /** The agent, one file on this machine. @defaultValue that of the package `@kumakit/agent` */
  readonly program?: string | undefined;
  /** The version of `program`: an agent that is newer is not replaced by it. */
  readonly version?: string | undefined;
}

/** Drills that are there now. */
export interface OrderedDrills {
  /** Their monitor. */
  readonly monitor: Monitor;
  /** False when all was there as wished. */
  readonly changed: boolean;
  /** The first drill; undefined where there was one before, or cron begins it within the hour. */
  readonly firstDrill: Heartbeat | undefined;
}

/**
 * Has a host drill the alerts by itself: with a Push monitor, and a script on the host that knows nothing but its token.
 * When that fails, all is put back.
 *
 * @throws ProvisionError, InstallerError, KumaError
 */
export async function scheduleDrills(
  client: KumaClient,
  order: DrillsOrder,
  options: ProvisionOptions = {},
): Promise<OrderedDrills> {
  const { host } = order;
  const voice = voiceOf(options, host.label);
  const agent = await agentFor(order, voice);
  const wish = await monitorWish(client, agent.facts, order);
  // What the account may not do is found out before anything is made.
  planOn(agent.facts, order, undefined);
  const undo = new UndoStack();
  try {
    voice.emit({ kind: "monitor", host: host.label, name: wish.name });
    const ensured = await ensureMonitor(client, wish, { signal: voice.signal });
    const { monitor, outcome } = ensured;
    undo.defer(`put the monitor ${JSON.stringify(monitor.name)} (id ${monitor.id}) back`, () => ensured.undo());
    // Another run may have been at work until now.
    await using held = await lockAndSurvey(host, { scope: "system" }, { signal: voice.signal });
    const { facts, lock } = held;
    const { plan, secrets } = planOn(facts, order, monitor);
    const lastBefore = (await client.monitors.heartbeats(monitor.id, { hours: 1 })).at(-1)?.time;
    const done = await carryOut(host, plan, {
      lock,
      secrets,
      signal: voice.signal,
      onStep: (step) => voice.emit({ kind: "host-step", host: host.label, step }),
    });
    undo.defer("put the host back as it was", () => done.undo());
    const isFirst = agent.manifest.drill?.monitorId !== monitor.id && facts.has.systemd;
    const firstDrill = isFirst ? await awaitDrill(client, { monitor, lastBefore, voice }) : undefined;
    return { monitor, changed: done.changed || outcome !== "kept", firstDrill };
  } catch (error) {
    voice.emit({ kind: "undo", host: host.label });
    throw await undoBecauseOf(error, undo);
  }
}

/** Says what {@link scheduleDrills} would do, and does nothing. */
export async function planSchedule(
  client: KumaClient,
  order: DrillsOrder,
  options: ProvisionOptions = {},
): Promise<AgentPlan> {
  const { facts } = await agentFor(order, voiceOf(options, order.host.label));
  const wish = await monitorWish(client, facts, order);
  const { plan, existing } = await lookUpMonitor(client, wish);
  const planned = planOn(facts, order, existing);
  return {
    version: 1,
    server: client.server.url,
    monitors: [{ name: wish.name, plan }],
    tests: [],
    host: planned.plan,
    changes: stepChanges(facts, planned),
  };
}

async function agentFor({ host, version }: DrillsOrder, voice: Voice): Promise<FoundAgent> {
  const agent = await agentOn(host, "system", voice);
  await requireNotNewer(agent, version);
  return agent;
}

function planOn(facts: HostFacts, { every, program = agentProgram() }: DrillsOrder, monitor?: Monitor): PlannedInstall {
  const { id = 0, pushToken } = monitor ?? {};
  return planDrills(facts, { drill: { every, monitorId: id }, token: pushToken ?? undefined, program });
}

async function monitorWish(client: KumaClient, facts: HostFacts, { every, notify }: DrillsOrder): Promise<MonitorWish> {
  const monitors = await client.monitors.list();
  const [existing] = drillMonitorsOf(facts, monitors);
  const ack = existing === undefined ? null : (aboutDrills(existing)?.ack ?? null);
  const used =
    existing === undefined ? monitors.flatMap(({ notificationIds }) => notificationIds) : existing.notificationIds;
  return {
    name: existing?.name ?? drillMonitorName(facts.hostname),
    interval: drillInterval,
    notify: notify ?? [...new Set(used)].map((id) => `id:${id}`),
    marker: drillMarker(facts),
    description: drillDescription(facts, { every, host: facts.hostname, ack }),
    tags: [],
    ifExists: "update",
  };
}

async function awaitDrill(
  client: KumaClient,
  {
    monitor,
    lastBefore,
    voice,
  }: { readonly monitor: Monitor; readonly lastBefore: Date | undefined; readonly voice: Voice },
): Promise<Heartbeat> {
  const { id, name } = monitor;
  voice.emit({ kind: "first-beat", host: voice.host, checks: [name] });
  const scope = new AbortScope(voice.signal, patience);
  try {
    let seen = lastBefore;
    for (;;) {
      const [beat] = await firstBeats(client, [{ id, name, lastBefore: seen }], scope);
      voice.signal.throwIfAborted();
      if (beat === undefined) throw unseen(voice.host);
      if (codeIn(beat) !== undefined) return beat;
      seen = beat.time;
    }
  } finally {
    scope.end();
  }
}

function unseen(host: string): ProvisionError {
  return new ProvisionError({
    code: "KUMA_AGENT_PUSH_FAILED",
    message: `The first drill of ${host} has not reached the server within ${patience / 1000} s`,
    hint: "kuma agent status on that host says whether its other heartbeats arrive",
  });
}
