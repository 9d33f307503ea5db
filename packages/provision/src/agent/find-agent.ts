import type { AgentConfig } from "@kumakit/agent/config";
import {
  installedOn,
  InstallerError,
  isLeftByKilledRun,
  localHost,
  lockHost,
  surveyHost,
  type Host,
  type HostFacts,
  type InstallScope,
  type Manifest,
} from "@kumakit/installer";

import type { Voice } from "./provision-event.ts";

/** A host, and what is known of it. */
export interface KnownHost {
  /** The host. */
  readonly host: Host;
  /** What a survey has found there, for the scope of the agent. */
  readonly facts: HostFacts;
}

/** An agent that is on a host. */
export interface FoundAgent extends KnownHost {
  /** What its installs have brought. */
  readonly manifest: Manifest;
}

/** The agent to look for. */
export interface AgentSearch {
  /**
   * Where to look.
   * @defaultValue this machine
   */
  readonly host?: Host;
  /**
   * Whose agent it must be.
   * @defaultValue that of the host, else that of the account
   */
  readonly scope?: InstallScope | undefined;
  /** Stops the search. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the agent that was installed on a host.
 *
 * @returns undefined when there is none
 * @throws InstallerError when the host cannot be looked at
 */
export async function findAgent(search: AgentSearch = {}): Promise<FoundAgent | undefined> {
  return (await lookForAgent(search)).agent;
}

/**
 * The same, for what is about to change the host: the work of a run that was killed is put back first. That may bring an
 * agent back, because an uninstall removes last what says that there is one.
 *
 * @throws InstallerError also when another run is at work there, or not all of the killed one could be put back
 */
export async function findAgentOrPutBack(search: AgentSearch): Promise<LookedForAgent> {
  const looked = await lookForAgent(search);
  const { agent, seen, host } = looked;
  const isToPutBack = ({ journal }: HostFacts): boolean => agent === undefined || journal === "unfinished";
  const left = seen.filter((facts) => isLeftByKilledRun(facts) && isToPutBack(facts));
  if (left.length === 0) return looked;
  for (const facts of left) await (await lockHost(host, facts)).release();
  return { ...(await lookForAgent(search)), wasCutShort: true };
}

/** The outcome of a search. */
export interface LookedForAgent {
  readonly host: Host;
  readonly agent: FoundAgent | undefined;
  /** What was found for each scope, up to that of the agent. */
  readonly seen: readonly HostFacts[];
  /** Whether the work of a run that was killed was put back just now: its agent may have reported a moment ago. */
  readonly wasCutShort: boolean;
}

/** {@link findAgent} with all that it saw. */
export async function lookForAgent({ host = localHost(), scope: only, signal }: AgentSearch): Promise<LookedForAgent> {
  const scopes: readonly InstallScope[] = only === undefined ? ["system", "user"] : [only];
  const seen: HostFacts[] = [];
  for (const scope of scopes) {
    const facts = await surveyHost(host, { scope }, signal === undefined ? {} : { signal });
    const { manifest } = installedOn(facts);
    seen.push(facts);
    if (manifest !== undefined) return { host, agent: { host, facts, manifest }, seen, wasCutShort: false };
  }
  return { host, agent: undefined, seen, wasCutShort: false };
}

/**
 * Looks at a host that has an agent.
 *
 * @param scope - whose agent it must be; that of the host, else that of the account, when left out
 * @throws InstallerError `INSTALLER_NOT_INSTALLED`, or when the host cannot be looked at
 */
export async function agentOn(
  host: Host,
  scope: InstallScope | undefined,
  { emit, signal }: Voice,
): Promise<FoundAgent> {
  emit({ kind: "look", host: host.label });
  const agent = await findAgent({ host, scope, signal });
  if (agent === undefined) throw notInstalled(host);
  return agent;
}

/** The config of an agent without what lies beside it. @throws InstallerError when it is absent or wrong */
export function configOf({ facts }: KnownHost): AgentConfig {
  const { config } = installedOn(facts);
  if (config.kind === "valid") return config.config;
  if (config.kind === "broken") throw config.error;
  throw notInstalled(facts);
}

/** The failure of what needs an agent on a host without one. */
export function notInstalled({ label }: Pick<HostFacts, "label">): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NOT_INSTALLED",
    layer: "usage",
    message: `No agent is installed on ${label}.`,
    hint: 'put one there with "kuma agent install UNIT"',
  });
}
