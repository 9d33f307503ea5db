import type { KumaClient } from "@kumakit/client";
import { checkNameOf, type WishedHeartbeat } from "@kumakit/installer";

import { makeMonitor, type MadeMonitor } from "../monitors/ensure-monitor.ts";
import type { UndoStack } from "../undo/undo-stack.ts";
import type { AwaitedCheck } from "./await-first-beats.ts";
import { lastBeatTime, type AwaitedMonitor } from "./first-beat.ts";
import type { PlannedCheck, PlannedMonitors, PlannedWish } from "./plan-checks.ts";
import type { Voice } from "./provision-event.ts";
import { severalAtOnce } from "./several-at-once.ts";

/** The agent's name for itself in its status. */
const agentName = "kuma-agent";

/** A planned monitor, and what it is now. */
export interface Made {
  readonly ensured: MadeMonitor;
  readonly awaited: AwaitedMonitor;
}

/** All monitors of an install, as they are now. */
export interface MadeMonitors {
  readonly agentMonitor: (PlannedWish & Made) | undefined;
  readonly checks: readonly (PlannedCheck & Made)[];
}

/** How monitors are made. */
interface Making {
  readonly voice: Voice;
  readonly undo: UndoStack;
}

/** Makes the monitors: first those that bring a group or a tag for the others, then several at the same time. */
export async function makeMonitors(
  client: KumaClient,
  { agentMonitor, checks }: PlannedMonitors,
  work: Making,
): Promise<MadeMonitors> {
  const make = <Planned extends PlannedWish>(one: Planned): Promise<Planned & Made> => monitorFor(one, client, work);
  const madeFirst = agentMonitor && (await make(agentMonitor));
  const early = new Map<PlannedCheck, PlannedCheck & Made>();
  for (const check of checks.filter(bringsShared)) early.set(check, await make(check));
  return {
    agentMonitor: madeFirst,
    checks: await severalAtOnce(checks, async (check) => early.get(check) ?? (await make(check))),
  };
}

/** Whether its plan makes a thing that other monitors use, too. */
function bringsShared({ planned: { plan } }: PlannedWish): boolean {
  return plan.actions.some(({ kind }) => kind === "create-group" || kind === "create-tag");
}

async function monitorFor<Planned extends PlannedWish>(
  planned: Planned,
  client: KumaClient,
  { voice, undo }: Making,
): Promise<Planned & Made> {
  voice.emit({ kind: "monitor", host: voice.host, name: planned.wish.name });
  const ensured = await makeMonitor(client, planned.planned, { signal: voice.signal, undo });
  const { id, name } = ensured.monitor;
  const lastBefore = ensured.outcome === "created" ? undefined : await lastBeatTime(client, id);
  return { ...planned, ensured, awaited: { id, name, lastBefore } };
}

/** The monitor as the host is to know it. */
export function aboutMonitor({ ensured: { monitor } }: Made): Required<WishedHeartbeat> {
  return { interval: monitor.interval, monitorId: monitor.id, token: monitor.pushToken };
}

/** The monitors whose first heartbeats are waited for. To one that somebody has paused, and that stays so, none comes. */
export function awaitedOf({ agentMonitor, checks }: MadeMonitors): readonly AwaitedCheck[] {
  const isAwaited = agentMonitor?.ensured.outcome === "created" || agentMonitor?.ensured.monitor.active === true;
  return [
    ...checks
      .filter(({ wish, ensured }) => wish.staysPaused !== true || ensured.monitor.active)
      .map(({ check, awaited }) => ({ checkName: checkNameOf(check), called: awaited.name, monitor: awaited })),
    ...(agentMonitor === undefined || !isAwaited
      ? []
      : [{ checkName: agentName, called: agentMonitor.awaited.name, monitor: agentMonitor.awaited }]),
  ];
}
