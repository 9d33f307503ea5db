import { readInstalled, type Installed, type InstallScope } from "@kumakit/installer";

import { agentTarget, type AgentTarget } from "./agent-target.ts";

/** An agent that is on this host. */
export interface InstalledTarget {
  readonly target: AgentTarget;
  readonly manifest: NonNullable<Installed["manifest"]>;
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
    const manifest = await readManifest(target);
    if (manifest !== undefined) return { target, manifest };
  }
  return undefined;
}

/** The manifest alone: the config is secret, and reading it may take root. */
async function readManifest({ host, paths }: AgentTarget): Promise<Installed["manifest"]> {
  return (await readInstalled(host, { ...paths, config: `${paths.manifest}.none` })).manifest;
}
