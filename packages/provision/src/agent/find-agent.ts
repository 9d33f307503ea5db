import {
  installedOn,
  InstallerError,
  localHost,
  surveyHost,
  type Host,
  type HostFacts,
  type InstallScope,
  type Manifest,
} from "@kumakit/installer";

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
  const { host = localHost(), scope: only, signal } = search;
  const scopes: readonly InstallScope[] = only === undefined ? ["system", "user"] : [only];
  for (const scope of scopes) {
    const facts = await surveyHost(host, { scope }, signal === undefined ? {} : { signal });
    const { manifest } = installedOn(facts);
    if (manifest !== undefined) return { host, facts, manifest };
  }
  return undefined;
}

/** The failure of what needs an agent on a host without one. */
export function notInstalled({ label }: Pick<HostFacts, "label">): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NOT_INSTALLED",
    layer: "usage",
    message: `No agent is installed on ${label}.`,
    hint: "kuma agent install UNIT puts one there",
  });
}
