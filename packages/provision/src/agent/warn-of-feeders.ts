import type { KumaClient, Monitor } from "@kumakit/client";
import { checkNameOf, installedOn, isFromOtherMachine, type HostFacts } from "@kumakit/installer";

import { serversOwnMessage } from "./first-beat.ts";
import type { PlannedMonitors, PlannedWish } from "./plan-checks.ts";
import type { Voice } from "./provision-event.ts";

/**
 * Warns of monitors that got a heartbeat within their interval although no agent on this host reports to them: the host may
 * be a copy of one that does, and two that report to one monitor hide each other's failures.
 */
export async function warnOfFeeders(
  client: KumaClient,
  { agentMonitor, checks }: PlannedMonitors,
  { facts, voice }: { readonly facts: HostFacts; readonly voice: Voice },
): Promise<void> {
  for (const { planned } of unfed({ agentMonitor, checks }, facts)) {
    const { existing } = planned;
    if (existing === undefined) continue;
    const age = await ageOfLastPush(client, existing);
    if (age === undefined || age >= existing.interval * 1000) continue;
    const { id, name } = existing;
    const isAgents = planned === agentMonitor?.planned;
    const seconds = Math.max(0, Math.round(age / 1000));
    voice.warn(
      "fed-monitor",
      `Mind the monitor ${JSON.stringify(name)} (id ${id}): it got a heartbeat ${seconds} s ago, but not from an agent that is installed here. Unless that has just ended, another host reports to it, such as the one that this is a copy of, and each would hide the other's failures.`,
      { id, name },
    );
    // That says it of all the others.
    if (isAgents) return;
  }
}

/** The monitors that no agent on this host reports to. */
function unfed({ agentMonitor, checks }: PlannedMonitors, facts: HostFacts): readonly PlannedWish[] {
  const { manifest } = installedOn(facts);
  const installed = (manifest?.checks ?? []).map(({ name }) => name);
  // Of those that came with a copy only its own: it has the shortest interval, and this very machine may have reported to the
  // others before its id changed.
  const isFed = manifest?.heartbeat !== undefined && !isFromOtherMachine(facts);
  return [
    ...(agentMonitor === undefined || isFed ? [] : [agentMonitor]),
    // A job whose place the check takes reports until then.
    ...checks.filter(({ check, oldJob }) => oldJob === undefined && !installed.includes(checkNameOf(check))),
  ];
}

/** How long ago a monitor got its newest push, in ms; undefined when it got none in its last interval, or hour. */
export async function ageOfLastPush(client: KumaClient, { id, interval }: Monitor): Promise<number | undefined> {
  const hours = Math.max(1, Math.ceil(interval / 3600));
  const beats = await client.monitors.heartbeats(id, { hours });
  const last = beats.findLast(({ message }) => message !== serversOwnMessage);
  return last === undefined ? undefined : Date.now() - last.time.getTime();
}
