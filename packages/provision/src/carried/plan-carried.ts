import { installedOn } from "@kumakit/installer";

import { onHosts, type HostResult } from "../agent/on-hosts.ts";
import { connectOnce, type Connect } from "../agent/reports-to.ts";
import { isNewer } from "../agent/require-not-newer.ts";
import { ProvisionError } from "../errors/provision-error.ts";
import type { CarriedContext, CarriedOptions } from "./carried-context.ts";
import { hostOfFacts, type CarriedPlan, type CarriedWish } from "./carried-wish.ts";
import { planAbsent } from "./plan-absent.ts";
import { planPresent } from "./plan-present.ts";
import { planWithTokens } from "./plan-with-tokens.ts";

/**
 * Makes the plans of agents that another tool carries out, such as Ansible: with one log-in for all hosts, and a script
 * for each that {@link printScript} makes. The monitors are made, and those of checks that go are deleted first: a run that is killed
 * before the host forgets such a check is carried on by the next one.
 *
 * @param connect - connects when it is first needed: not for hosts whose tokens are given
 * @returns one result for each host, in their order; one that fails does not stop the others
 */
export async function planCarried(
  connect: Connect,
  wishes: readonly CarriedWish[],
  options: CarriedOptions = {},
): Promise<readonly HostResult<CarriedPlan>[]> {
  const once = connectOnce(connect);
  const byHost = new Map(wishes.map((wish) => [wish.host, wish]));
  const hosts = [...byHost.keys()].map((host) => hostOfFacts(host));
  return await onHosts(hosts, options, async (work) => {
    const wish = byHost.get(work.host.label);
    if (wish === undefined) throw new TypeError(`planCarried: no wish for ${work.host.label}`);
    return await planFor({ ...options, ...work, wish, connect: once, facts: { ...wish.facts, label: wish.host } });
  });
}

async function planFor(context: CarriedContext): Promise<CarriedPlan> {
  const { wish } = context;
  if (wish.agent === null) return await planAbsent(context);
  requireNotOlder(context, wish.agent.version);
  if (wish.tokens !== undefined) return await planWithTokens(context, wish.tokens);
  return await planPresent(context);
}

function requireNotOlder({ facts, wish: { host, agentVersion } }: CarriedContext, own: string | undefined): void {
  const { manifest } = installedOn(facts);
  // The program of a package is not replaced.
  if (own === undefined || agentVersion === undefined || manifest === undefined || manifest.package !== undefined)
    return;
  if (!isNewer(agentVersion, own)) return;
  throw new ProvisionError({
    code: "KUMA_AGENT_NEWER",
    message: `The agent on ${host} is ${agentVersion}, and this would bring it back to ${own}`,
    suggestion: agentVersion,
  });
}
