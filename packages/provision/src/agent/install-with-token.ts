import { checkNameOf, reportAgent, serverSettings } from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import type { GivenToken } from "./agent-wish.ts";
import { agentDied, explainSilence, hasDied, type SilentCheck } from "./explain-silence.ts";
import { firstBeatPatience } from "./first-beat.ts";
import { intervalWithToken } from "./intervals.ts";
import { putAgent, type InstallContext } from "./put-agent.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import { calledOf, shownCheck } from "./watchable.ts";

/**
 * An install for a monitor that somebody has made, with its token. Without a login the agent's own word that the server
 * took its first push must do.
 */
export async function installWithToken(context: InstallContext, given: GivenToken): Promise<InstallOutcome> {
  const { request, facts, voice } = context;
  const { server, token } = given;
  const settings = await serverSettings(server, request.headers);
  const watched = context.checks.map((check) => {
    return { check, interval: intervalWithToken(given, { request, facts, check }) };
  });
  const undo = new UndoStack();
  try {
    const since = new Date();
    const checks = watched.map(({ check, interval }) => ({ ...check, interval, token }));
    const put = await putAgent(context, { settings, checks, program: request.program, runtime: request.runtime });
    undo.defer("put the host back as it was", () => put.undo());
    for (const { check } of put.changed ? watched : [])
      await firstPush(context, { checkName: checkNameOf(check), called: calledOf(check) }, { since, server });
    voice.signal.throwIfAborted();
    const done = watched.map(({ check, interval }) => ({ ...shownCheck(check), interval }));
    const { changed, runtime } = put;
    return { changed, server, runtime, untestedNotifications: [], checks: done };
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    throw await undoBecauseOf(error, undo);
  }
}

async function firstPush(
  { request: { host }, facts, voice }: InstallContext,
  check: SilentCheck,
  { since, server }: { readonly since: Date; readonly server: string },
): Promise<void> {
  voice.emit({ kind: "first-beat", host: voice.host, checks: [check.checkName] });
  const end = Date.now() + firstBeatPatience;
  while (Date.now() < end) {
    await sleep(200, undefined, { signal: voice.signal });
    const report = await reportAgent(host, facts);
    if (hasDied(report)) throw await agentDied({ host, facts }, since);
    const seen = report.isCurrent ? report.status?.checks.find(({ name }) => name === check.checkName) : undefined;
    if (seen?.lastPush?.ok === true) return;
  }
  throw await explainSilence({ host, facts }, check, { since, server });
}
