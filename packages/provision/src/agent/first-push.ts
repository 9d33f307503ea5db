import { reportAgent } from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { agentDied, explainSilence, hasDied, type SilentCheck } from "./explain-silence.ts";
import type { KnownHost } from "./find-agent.ts";
import { firstBeatPatience } from "./first-beat.ts";
import type { Voice } from "./provision-event.ts";

/**
 * Waits until the running agent says that the server took a push of a check.
 *
 * @throws ProvisionError naming the layer that failed; AbortError when the voice's signal aborts
 */
export async function awaitFirstPush(
  agent: KnownHost,
  check: SilentCheck,
  { since, server, voice }: { readonly since: Date; readonly server: string; readonly voice: Voice },
): Promise<void> {
  voice.emit({ kind: "first-beat", host: voice.host, checks: [check.checkName] });
  const end = Date.now() + firstBeatPatience;
  while (Date.now() < end) {
    await sleep(200, undefined, { signal: voice.signal });
    const report = await reportAgent(agent.host, agent.facts);
    if (hasDied(report)) throw await agentDied(agent, since);
    const seen = report.isCurrent ? report.status?.checks.find(({ name }) => name === check.checkName) : undefined;
    if (seen?.lastPush?.ok === true) return;
  }
  throw await explainSilence(agent, check, { since, server });
}
