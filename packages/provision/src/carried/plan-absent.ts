import type { KumaClient } from "@kumakit/client";
import { installedOn, planUninstall, stepChanges, type Manifest, type PlannedUninstall } from "@kumakit/installer";

import { agentProgram } from "../agent/agent-program.ts";
import { forgottenMonitors } from "../agent/forgotten-monitors.ts";
import { deleteMonitors, removalMonitors, type RemovalMonitors } from "../agent/removal-monitors.ts";
import type { CarriedContext } from "./carried-context.ts";
import { deletionLines, fileChanges, scriptFor, stepTexts } from "./carried-texts.ts";
import type { CarriedPlan } from "./carried-wish.ts";

/** The plan for a host that is to have no agent; deletes its monitors unless it is a dry run, or they are to stay. */
export async function planAbsent(carried: CarriedContext): Promise<CarriedPlan> {
  const { facts, wish, deliver, host, voice } = carried;
  const { manifest } = installedOn(facts);
  const client = wish.keepsMonitors || wish.tokens !== undefined ? undefined : await carried.connect();
  const removal = await removalFor(carried, client, manifest);
  const steps = manifest && uninstallOf(carried, manifest);
  const plan = describedPlan(carried, removal, steps);
  if (deliver === undefined || !plan.changed) return plan;
  const server = client?.server.url ?? "nowhere any more";
  const done = { ...plan, ...(steps && scriptFor(carried, { steps, server })) };
  voice.signal.throwIfAborted();
  await deliver(host.label, done);
  // Before the host forgets its checks: it still knows of them when this is cut short.
  if (client !== undefined) await deleteMonitors(client, removal);
  return done;
}

async function removalFor(
  { facts }: CarriedContext,
  client: KumaClient | undefined,
  manifest: Manifest | undefined,
): Promise<RemovalMonitors> {
  if (client === undefined) return { deleted: [], groups: [], left: [] };
  // An install that was killed may have left some.
  if (manifest === undefined) return await forgottenMonitors(client, { seen: [facts], units: [], wasCutShort: false });
  return await removalMonitors(client, { facts, checks: manifest.checks, isGone: true, manifest });
}

function uninstallOf({ facts, program = agentProgram() }: CarriedContext, { checks }: Manifest): PlannedUninstall {
  return planUninstall(facts, { checks: checks.map(({ name }) => name), program });
}

function describedPlan(
  { facts }: CarriedContext,
  removal: RemovalMonitors,
  steps: PlannedUninstall | undefined,
): CarriedPlan {
  const onServer = deletionLines(removal);
  const texts = steps === undefined ? [] : stepTexts(steps.plan);
  return {
    changed: texts.length + onServer.length > 0,
    onServer,
    onHost: texts,
    files: steps === undefined ? [] : fileChanges(steps.plan, stepChanges(facts, steps)),
    warnings: [...(steps === undefined ? [] : warningsOf(steps)), ...leftWarnings(removal)],
    newIntervals: [],
    script: undefined,
    program: undefined,
    receipt: { awaited: [], made: [] },
  };
}

function warningsOf({ plan, keptConfig }: PlannedUninstall): readonly string[] {
  const kept = keptConfig === undefined ? [] : [`${keptConfig} stays: there is more in it than installs have brought.`];
  return [...plan.warnings, ...kept];
}

function leftWarnings({ left }: RemovalMonitors): readonly string[] {
  return left.flatMap(({ monitor }) =>
    monitor === null
      ? []
      : [`The monitor ${JSON.stringify(monitor.name)} (id ${monitor.id}) stays: no install has made it for this host.`],
  );
}
