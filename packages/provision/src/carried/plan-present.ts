import type { KumaClient } from "@kumakit/client";
import {
  checkNameOf,
  installedOn,
  planInstall,
  serverSettings,
  type HostFacts,
  type InstalledCheck,
  type PlannedSteps,
} from "@kumakit/installer";

import { formOf, requestOf, type AgentRequest } from "../agent/agent-wish.ts";
import { describeAgentPlan } from "../agent/describe-agent-plan.ts";
import { seenHost, type SeenHost } from "../agent/look-at-host.ts";
import { aboutMonitor, makeMonitors, type Made, type MadeMonitors } from "../agent/make-monitors.ts";
import { planSeen, type AgentPlan, type PlanContext, type PlannedAgent } from "../agent/plan-agent.ts";
import { monitorsOf, needsLook, rhythmOf, type PlannedMonitors } from "../agent/plan-checks.ts";
import { deleteMonitors, removalMonitors, type RemovalMonitors } from "../agent/removal-monitors.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import type { CarriedPlan } from "./carried-wish.ts";
import { deletionLines, fileChanges, scriptFor, stepTexts, warningsFor } from "./carried-texts.ts";
import type { CarriedContext } from "./carried-context.ts";

/** The plan for a host that is to have an agent with just these checks; makes its monitors unless it is a dry run. */
export async function planPresent(carried: CarriedContext): Promise<CarriedPlan> {
  const { facts, wish, connect, host, voice } = carried;
  const client = await connect();
  const request = requestOf(wish.agent ?? {}, host);
  const seen = seenHost(facts, request);
  const going = goingChecks(seen);
  const without = going.map(({ name }) => name);
  const destination = { kind: "login", client: connect, tests: new Map() } as const;
  const context = { voice, request, destination, isForThisMachine: true, without };
  const planned = await planSeen(seen, context);
  const removal = await removalFor(client, { facts, going, keepsMonitors: wish.keepsMonitors });
  const { plan } = planned;
  const described = describeAgentPlan(plan);
  const carriedPlan: CarriedPlan = {
    changed: plan.host.steps.length + removal.deleted.length > 0 || plan.monitors.some((one) => isChange(one)),
    onServer: [...described.server, ...deletionLines(removal)],
    onHost: stepTexts(plan.host),
    files: fileChanges(plan.host, plan.changes),
    warnings: [...warningsFor(seen, plan), ...leftWarnings(removal)],
    newIntervals: newIntervals(planned.monitors),
    script: undefined,
    program: undefined,
    receipt: { awaited: [], made: [] },
  };
  if (carried.deliver === undefined || !carriedPlan.changed) return carriedPlan;
  return await makeReal(carried, { client, context, planned, seen, removal, carriedPlan });
}

function newIntervals(monitors: PlannedMonitors | undefined): readonly number[] {
  const all = monitors === undefined ? [] : monitorsOf(monitors);
  return all.filter(({ planned: { existing } }) => existing === undefined).map(({ interval }) => interval);
}

function isChange({ plan }: AgentPlan["monitors"][number]): boolean {
  return plan.actions.length > 0;
}

/** The checks of earlier installs that nobody names any more. */
export function goingChecks({ facts, checks }: SeenHost): readonly InstalledCheck[] {
  const named = new Set(checks.map((check) => checkNameOf(check)));
  return (installedOn(facts).manifest?.checks ?? []).filter(({ name }) => !named.has(name));
}

interface Removal {
  readonly facts: HostFacts;
  readonly going: readonly InstalledCheck[];
  readonly keepsMonitors: boolean;
}

async function removalFor(client: KumaClient, { facts, going, keepsMonitors }: Removal): Promise<RemovalMonitors> {
  const { manifest } = installedOn(facts);
  if (manifest === undefined || going.length === 0 || keepsMonitors) return { deleted: [], groups: [], left: [] };
  return await removalMonitors(client, { facts, checks: going, isGone: false, manifest });
}

function leftWarnings({ left }: RemovalMonitors): readonly string[] {
  return left.flatMap(({ unit, monitor }) =>
    monitor === null
      ? []
      : [`The monitor ${JSON.stringify(monitor.name)} (id ${monitor.id}) of ${unit} stays: no install has made it.`],
  );
}

interface Parts {
  readonly client: KumaClient;
  readonly context: PlanContext;
  readonly planned: PlannedAgent;
  readonly seen: SeenHost;
  readonly removal: RemovalMonitors;
  readonly carriedPlan: CarriedPlan;
}

async function makeReal(carried: CarriedContext, parts: Parts): Promise<CarriedPlan> {
  const { voice, shared, deliver, host } = carried;
  const { client, context, planned, removal, carriedPlan } = parts;
  if (planned.monitors === undefined) throw new TypeError("planPresent: a plan with a login has monitors");
  const undo = new UndoStack();
  try {
    const made = await makeMonitors(client, planned.monitors, { voice, undo });
    const steps = await stepsWith(made, parts, context.request);
    const done: CarriedPlan = {
      ...carriedPlan,
      ...scriptFor(carried, { steps, server: client.server.url, monitors: planned.monitors }),
      receipt: receiptOf(made, steps),
    };
    voice.signal.throwIfAborted();
    await deliver?.(host.label, done);
    await deleteMonitors(client, removal);
    return done;
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    shared.take(undo.takeShared());
    throw await undoBecauseOf(error, undo);
  }
}

async function stepsWith(
  { agentMonitor, checks }: MadeMonitors,
  { client, context, seen }: Parts,
  request: AgentRequest,
): Promise<PlannedSteps> {
  const monitors: PlannedMonitors = { agentMonitor, checks };
  return planInstall(seen.facts, {
    settings: await serverSettings(client.server.url, request.headers),
    checks: checks.map((check) => ({ ...rhythmOf(check), ...aboutMonitor(check) })),
    heartbeat: agentMonitor && aboutMonitor(agentMonitor),
    ...formOf(request),
    isForThisMachine: true,
    lookAtOnce: needsLook(monitorsOf(monitors)),
    without: context.without,
  });
}

/** A monitor that was as wished already gets its next heartbeat when it is due, which may take minutes. */
function receiptOf({ agentMonitor, checks }: MadeMonitors, { plan }: PlannedSteps): CarriedPlan["receipt"] {
  const all: readonly Made[] = [...(agentMonitor === undefined ? [] : [agentMonitor]), ...checks];
  const made = all
    .filter(({ ensured }) => ensured.outcome === "created")
    .map(({ awaited: { id, name } }) => ({ id, name }));
  const changed = all.filter(({ ensured }) => ensured.outcome !== "kept" && ensured.monitor.active);
  return { made, awaited: plan.steps.length === 0 ? [] : changed.map(({ awaited }) => awaited) };
}
