import type { HostFacts } from "../facts/host-facts.ts";
import { agentUserName } from "../install-paths.ts";
import type { Owner } from "./host-plan.ts";

/** Owner of what the service may read but not change. */
export function hostOwnerOf({ scope, account }: HostFacts): Owner {
  return scope === "system" ? { user: "root", group: "root" } : { user: account.user, group: account.group };
}

/** Owner of the agent's config: its own user, or the person. */
export function configOwnerOf({ scope, account }: HostFacts): Owner {
  if (scope === "system") return { user: agentUserName, group: agentUserName };
  return { user: account.user, group: account.group };
}
