import { reportAgent, type AgentReport } from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { agentDied, explainSilence, hasDied, type SilentCheck } from "./explain-silence.ts";
import type { KnownHost } from "./find-agent.ts";
import { firstBeatPatience } from "./first-beat.ts";
import type { Voice } from "./provision-event.ts";

/**
 * Waits until the running agent says that the server took a push of each check.
 *
 * @throws ProvisionError naming the layer that failed; AbortError when the voice's signal aborts
 */
export async function awaitFirstPushes(
  agent: KnownHost,
  checks: readonly SilentCheck[],
  { since, server, voice }: { readonly since: Date; readonly server: string; readonly voice: Voice },
): Promise<void> {
  voice.emit({ kind: "first-beat", host: voice.host, checks: checks.map(({ checkName }) => checkName) });
  const end = Date.now() + firstBeatPatience;
  const request = { awaitedPushes: checks.length, signal: voice.signal };
  for (;;) {
    const report = await reportAgent(agent.host, agent.facts, request);
    if (hasDied(report)) throw await agentDied(agent, since);
    const pushing = pushingChecks(report);
    const silent = checks.find(({ checkName }) => !pushing.includes(checkName));
    if (silent === undefined) return;
    if (Date.now() >= end) throw await explainSilence(agent, silent, { since, server });
    await sleep(200, undefined, { signal: voice.signal });
  }
}

/** The checks of a running agent whose last push the server took. */
export function pushingChecks({ isCurrent, status }: AgentReport): readonly string[] {
  if (!isCurrent || status === undefined) return [];
  return status.checks.filter(({ lastPush }) => lastPush?.ok === true).map(({ name }) => name);
}
