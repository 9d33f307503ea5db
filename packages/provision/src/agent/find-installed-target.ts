import { installedOn, type InstalledAgent, type InstallScope } from "@kumakit/installer";

import { agentTarget, type AgentTarget } from "./agent-target.ts";

/** An agent that is on this host. */
export interface InstalledTarget {
  readonly target: AgentTarget;
  readonly manifest: NonNullable<InstalledAgent["manifest"]>;
}

/**
 * The agent that was installed here: the host's, else the person's own.
 *
 * @param only - looks for one of this scope alone
 * @returns undefined when there is none
 */
export async function findInstalledTarget(only?: InstallScope): Promise<InstalledTarget | undefined> {
  const scopes: readonly InstallScope[] = only === undefined ? ["system", "user"] : [only];
  for (const scope of scopes) {
    const target = await agentTarget(scope);
    const { manifest } = installedOn(target.facts);
    if (manifest !== undefined) return { target, manifest };
  }
  return undefined;
}
