import { checkNameOf, serverSettings, type InstalledAgent, type WatchableUnit } from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { agentReport } from "./agent-report.ts";
import type { AgentTarget } from "./agent-target.ts";
import { agentDied, explainSilence, hasDied, type SilentCheck } from "./explain-silence.ts";
import { firstBeatPatience } from "./first-beat.ts";
import type { InstallContext } from "./install-context.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import type { GivenToken, InstallVoice } from "./install-request.ts";
import { putAgent } from "./put-agent.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";

/**
 * {@link installAgent} for a monitor that somebody has made, with its token. Without a login the agent's own word that
 * the server took its first push must do.
 */
export async function installWithToken(context: InstallContext, given: GivenToken): Promise<InstallOutcome> {
  const { request, target, installed, units, voice } = context;
  const settings = await serverSettings(given.server);
  const checks = units.map((unit) => {
    const interval = request.interval ?? intervalOf(installed, unit) ?? 60;
    return { unit: unit.unit, scope: unit.scope, interval, token: given.token };
  });
  const undo = new UndoStack();
  try {
    const since = new Date();
    const put = await putAgent({ target, settings, checks, program: request.program }, context);
    undo.defer("put the host back as it was", () => put.undo());
    for (const unit of put.changed ? units : []) {
      const check = { checkName: checkNameOf(unit), called: unit.unit };
      await firstPush(target, check, { since, server: given.server, voice });
    }
    voice.signal.throwIfAborted();
    const watched = units.map((unit, index) => ({ unit, interval: checks[index]?.interval ?? 60 }));
    return { changed: put.changed, server: given.server, checks: watched };
  } catch (error) {
    voice.progress("Undoing what was done");
    throw await undoBecauseOf(error, undo);
  }
}

function intervalOf({ config }: InstalledAgent, unit: WatchableUnit): number | undefined {
  if (config.kind !== "valid") return undefined;
  return config.config.checks.find(({ name }) => name === checkNameOf(unit))?.interval;
}

async function firstPush(
  target: AgentTarget,
  check: SilentCheck,
  { since, server, voice }: { readonly since: Date; readonly server: string; readonly voice: InstallVoice },
): Promise<void> {
  voice.progress("Waiting for the first heartbeat");
  const end = Date.now() + firstBeatPatience;
  while (Date.now() < end) {
    await sleep(200, undefined, { signal: voice.signal });
    const report = await agentReport(target);
    if (hasDied(report)) throw await agentDied(target, since);
    const seen = report.isCurrent ? report.status?.checks.find(({ name }) => name === check.checkName) : undefined;
    if (seen?.lastPush?.ok === true) return;
  }
  throw await explainSilence(target, check, { since, server });
}
