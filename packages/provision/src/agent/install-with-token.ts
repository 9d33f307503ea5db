import { checkNameOf, serverSettings } from "@kumakit/installer";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { formOf, isInstall, type GivenToken } from "./agent-wish.ts";
import { awaitFirstPushes } from "./first-push.ts";
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
    const put = await putAgent(context, { settings, checks, ...formOf(request), isForThisMachine: isInstall(request) });
    undo.defer("put the host back as it was", () => put.undo());
    const agent = { host: request.host, facts };
    const awaited = watched.map(({ check }) => ({ checkName: checkNameOf(check), called: calledOf(check) }));
    if (put.changed) await awaitFirstPushes(agent, awaited, { since, server, voice });
    voice.signal.throwIfAborted();
    const done = watched.map(({ check, interval }) => ({ ...shownCheck(check), interval }));
    const { changed, runtime } = put;
    return { changed, server, runtime, untestedNotifications: [], checks: done };
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    throw await undoBecauseOf(error, undo);
  }
}
