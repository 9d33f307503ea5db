import type { Heartbeat, KumaClient } from "@kumakit/client";
import { reportAgent } from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { AbortScope } from "./abort-scope.ts";
import { agentDied, explainSilence, hasDied, type SilentCheck } from "./explain-silence.ts";
import { firstBeatPatience, firstBeats, type AwaitedMonitor } from "./first-beat.ts";
import type { HeardBeats } from "./heard-beats.ts";
import type { KnownHost } from "./find-agent.ts";
import type { Voice } from "./provision-event.ts";

/** A check, and the monitor that its first heartbeat is waited for on. */
export interface AwaitedCheck extends SilentCheck {
  readonly monitor: AwaitedMonitor;
}

/** The awaited beats, and their monitors. */
export interface BeatWait {
  readonly agent: KnownHost;
  readonly checks: readonly AwaitedCheck[];
  /** When the install began. */
  readonly since: Date;
  readonly voice: Voice;
  /**
   * Whether they come to the second server of the agent.
   * @defaultValue false
   */
  readonly isSecond?: boolean;
  /** The live heartbeats of these monitors since before the agent was started; the server is asked when left out. */
  readonly heard?: HeardBeats;
}

/**
 * Waits until the server shows the first heartbeat of every check.
 *
 * @returns the beats, in the order of the checks
 * @throws ProvisionError naming the layer that failed; KumaError when the server goes away
 */
export async function awaitFirstBeats(client: KumaClient, wait: BeatWait): Promise<readonly Heartbeat[]> {
  const { agent, checks, since, voice, isSecond, heard } = wait;
  voice.emit({ kind: "first-beat", host: voice.host, checks: checks.map(({ checkName }) => checkName) });
  const whole = new AbortScope(voice.signal);
  const waiting = new AbortScope(whole.signal, firstBeatPatience);
  const beats = firstBeats(
    client,
    checks.map(({ monitor }) => monitor),
    { signal: waiting.signal, heard },
  );
  try {
    return await Promise.race([allOf(), untilAgentDies(wait, whole.signal)]);
  } finally {
    whole.end();
    await Promise.allSettled([beats]);
  }

  /** The first of those that are silent speaks for all of them. */
  async function allOf(): Promise<readonly Heartbeat[]> {
    const found = await beats;
    const silent = checks[found.indexOf(undefined)];
    if (silent === undefined) return found.filter((beat) => beat !== undefined);
    whole.signal.throwIfAborted();
    throw await explainSilence(agent, silent, { since, server: client.server.url, isSecond });
  }
}

/** Ends the waiting early when the agent dies; never returns otherwise until `signal` aborts. */
async function untilAgentDies({ agent, since }: BeatWait, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(700, undefined, { signal });
    if (hasDied(await reportAgent(agent.host, agent.facts))) throw await agentDied(agent, since);
  }
}
