import { localHost, surveyHost, type HostFacts, type InstallScope, type Host } from "@kumakit/installer";

/** Who a host is. */
export interface HostIdentity {
  /** The name that the host gives itself. */
  readonly hostname: string;
  /** Contents of `/etc/machine-id`; empty where there is none. */
  readonly machineId: string;
  /** The account that works there. */
  readonly user: { readonly name: string };
}

/** The host that an agent is put on, and what is known of it. */
export interface AgentTarget {
  readonly host: Host;
  readonly scope: InstallScope;
  readonly identity: HostIdentity;
  /** What a survey has found there. */
  readonly facts: HostFacts;
}

/**
 * This host, for one scope.
 *
 * @param units - looked at as well, as people name them
 */
export async function agentTarget(scope: InstallScope, units: readonly string[] = []): Promise<AgentTarget> {
  return await surveyed(localHost(), scope, units);
}

/** The same host as it is now. */
export async function surveyedAgain({ host, scope }: AgentTarget): Promise<AgentTarget> {
  return await surveyed(host, scope, []);
}

async function surveyed(host: Host, scope: InstallScope, units: readonly string[]): Promise<AgentTarget> {
  const facts = await surveyHost(host, { scope, units });
  const { hostname, machineId, account } = facts;
  return { host, scope, facts, identity: { hostname, machineId, user: { name: account.user } } };
}
