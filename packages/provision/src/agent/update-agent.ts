import {
  carryOut,
  lockHost,
  namesMachine,
  requireNotPackaged,
  planInstall,
  reportAgent,
  stepChanges,
  type AgentReport,
  type Host,
  type HostLock,
  type InstallScope,
  type PlannedInstall,
} from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { agentProgram } from "./agent-program.ts";
import { agentOn, configOf, type FoundAgent } from "./find-agent.ts";
import { awaitFirstPushes, pushingChecks } from "./first-push.ts";
import { onHosts, type HostResult } from "./on-hosts.ts";
import { refuseNewer, requireNotNewer } from "./require-not-newer.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { ProvisionOptions, Voice } from "./provision-event.ts";

/** The agents that get another program. */
export interface UpdateWish {
  /**
   * The machines that they run on.
   * @defaultValue this one
   */
  readonly hosts?: readonly Host[];
  /**
   * Whose agent it is.
   * @defaultValue that of the host, else that of the account
   */
  readonly scope?: InstallScope | undefined;
  /**
   * The agent, one file on this machine.
   * @defaultValue that of the package `@kumakit/agent`
   */
  readonly program?: string;
  /** The same as one file with Node.js inside, or a folder with those of a release; an agent of that form needs it. */
  readonly standalone?: string | undefined;
  /**
   * The version of `program`: an agent that is newer is not replaced by it.
   * @defaultValue unknown: any agent is replaced
   */
  readonly version?: string | undefined;
  /**
   * Replaces newer agents as well.
   * @defaultValue false
   */
  readonly downgrades?: boolean;
}

/** The outcome of an update on one host. */
export interface UpdateOutcome {
  /** False when all was as it should be. */
  readonly changed: boolean;
  /** The version that ran before; null when none said so, such as a shell script. */
  readonly before: string | null;
  /** The version that runs now; null when it does not say so. */
  readonly version: string | null;
}

/**
 * Gives agents the program of this machine, and their services what goes with it. Checks, monitors and tokens stay. Each
 * check whose pushes reached the server before must reach it again, within 30 s; else the earlier program is put back and
 * runs again. A host that fails does not stop the others. Needs no login.
 *
 * @returns one result for each host, in their order; an InstallerError `INSTALLER_NOT_INSTALLED` for a host without an agent,
 * and `INSTALLER_PACKAGED` for one whose agent came by a package
 */
export async function updateAgents(
  wish: UpdateWish = {},
  options: ProvisionOptions = {},
): Promise<readonly HostResult<UpdateOutcome>[]> {
  return await onHosts(wish.hosts, options, async ({ host, voice }) => {
    const { facts, manifest } = await agentOn(host, wish.scope, voice);
    if (manifest.package !== undefined) requireNotPackaged(facts, wish.version);
    await using lock = await lockHost(host, facts);
    // Another run may have been at work until now.
    return await update(await agentOn(host, wish.scope, voice), wish, { lock, voice });
  });
}

/** Says what {@link updateAgents} would do, and does nothing. */
export async function planUpdates(
  wish: UpdateWish = {},
  options: ProvisionOptions = {},
): Promise<readonly HostResult<AgentPlan>[]> {
  return await onHosts(wish.hosts, options, async ({ host, voice }) => {
    const agent = await agentOn(host, wish.scope, voice);
    if (agent.manifest.package !== undefined) requireNotPackaged(agent.facts, wish.version);
    if (wish.downgrades !== true) await requireNotNewer(agent, wish.version);
    const planned = planOf(agent, wish);
    for (const warning of planned.plan.warnings) voice.warn("host", warning);
    const changes = stepChanges(agent.facts, planned);
    return { version: 1, server: serverOf(agent), monitors: [], tests: [], host: planned.plan, changes };
  });
}

async function update(
  agent: FoundAgent,
  wish: UpdateWish,
  { lock, voice }: { readonly lock: HostLock; readonly voice: Voice },
): Promise<UpdateOutcome> {
  const { host, facts } = agent;
  const former = await reportAgent(host, facts);
  if (wish.downgrades !== true) refuseNewer(agent, former, wish.version);
  const before = versionIn(former);
  const { plan, secrets } = planOf(agent, wish);
  const since = new Date();
  const undo = new UndoStack();
  try {
    const done = await carryOut(host, plan, {
      lock,
      secrets,
      signal: voice.signal,
      onStep: (step) => voice.emit({ kind: "host-step", host: host.label, step }),
    });
    undo.defer("put the host back as it was", () => done.undo());
    for (const warning of done.warnings) voice.warn("host", warning);
    if (!done.changed) return { changed: false, before, version: before };
    const awaited = pushingChecks(former).map((name) => ({ checkName: name, called: name }));
    if (awaited.length > 0) await awaitFirstPushes(agent, awaited, { since, server: serverOf(agent), voice });
    voice.signal.throwIfAborted();
    return { changed: true, before, version: versionIn(await reportAgent(host, facts)) };
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    throw await undoBecauseOf(error, undo);
  }
}

/** A script says no version. */
function versionIn({ runtime, status }: AgentReport): string | null {
  return runtime === "sh" ? null : (status?.version ?? null);
}

function planOf(agent: FoundAgent, { program = agentProgram(), standalone }: UpdateWish): PlannedInstall {
  const isOneFile = agent.manifest.runtime === "standalone" && agent.facts.package === null;
  if (isOneFile && standalone === undefined) throw withoutFile(agent);
  return planInstall(agent.facts, {
    settings: { server: configOf(agent).server },
    checks: [],
    program,
    standalone,
    // An install of before bound its tokens to no machine. One that is bound to another stays a copy, which reports nothing.
    isForThisMachine: !namesMachine(agent.facts),
  });
}

function withoutFile({ host }: FoundAgent): ProvisionError {
  return new ProvisionError({
    code: "INSTALLER_NO_RUNTIME",
    message: `The agent on ${host.label} is one file with Node.js inside, and another such file was not given.`,
    hint: "name the file of a release, or the folder with both, by --standalone",
  });
}

function serverOf(agent: FoundAgent): string {
  return configOf(agent).server.url;
}
