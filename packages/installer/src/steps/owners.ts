import type { HostFacts } from "../facts/host-facts.ts";
import { agentUserName } from "../install-paths.ts";
import type { FileMode, Owner } from "./host-plan.ts";

/** Owner of what everybody may read, and of what no agent has to. */
export function hostOwnerOf({ scope, account }: HostFacts): Owner {
  return scope === "system" ? { user: "root", group: "root" } : { user: account.user, group: account.group };
}

/** Whose the agent's config is, and who may read it. */
export interface ConfigAccess {
  readonly owner: Owner;
  readonly file: FileMode;
  readonly folder: FileMode;
}

/** The agent of the host reads its config and changes nothing of it; a person's agent is that person. */
export function configAccess(facts: HostFacts): ConfigAccess {
  if (facts.scope === "user") return { owner: hostOwnerOf(facts), file: "0600", folder: "0700" };
  return { owner: { user: "root", group: agentUserName }, file: "0640", folder: "0750" };
}
