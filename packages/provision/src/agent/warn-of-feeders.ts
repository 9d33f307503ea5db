import type { KumaClient, Monitor } from "@kumakit/client";
import { checkNameOf, installedOn, type HostFacts } from "@kumakit/installer";

import { serversOwnMessage } from "./first-beat.ts";
import type { PlannedMonitors } from "./plan-checks.ts";
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
  const { manifest } = installedOn(facts);
  const installed = (manifest?.checks ?? []).map(({ name }) => name);
  const unfed = [
    ...(agentMonitor === undefined || manifest?.heartbeat !== undefined ? [] : [agentMonitor]),
    ...checks.filter(({ check }) => !installed.includes(checkNameOf(check))),
  ];
  for (const { planned } of unfed) {
    const { existing } = planned;
    if (existing === undefined) continue;
    const age = await ageOfLastPush(client, existing);
    if (age === undefined || age >= existing.interval * 1000) continue;
    const { id, name } = existing;
    const isAgents = planned === agentMonitor?.planned;
    const seconds = Math.max(0, Math.round(age / 1000));
    voice.warn(
      "fed-monitor",
      `Mind the monitor ${JSON.stringify(name)} (id ${id}): it got a heartbeat ${seconds} s ago, but not from an agent that is installed here. Unless that was just removed, another host reports to it, such as the one that this is a copy of, and each would hide the other's failures.`,
      { id, name },
    );
    // That says it of all the others.
    if (isAgents) return;
  }
}

/** In ms; undefined when nothing was pushed in that time. */
async function ageOfLastPush(client: KumaClient, { id, interval }: Monitor): Promise<number | undefined> {
  const hours = Math.max(1, Math.ceil(interval / 3600));
  const beats = await client.monitors.heartbeats(id, { hours });
  const last = beats.findLast(({ message }) => message !== serversOwnMessage);
  return last === undefined ? undefined : Date.now() - last.time.getTime();
}
