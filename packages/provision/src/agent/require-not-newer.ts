import { installedOn, reportAgent, type AgentReport } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { KnownHost } from "./find-agent.ts";

/**
 * Makes sure that the agent on a host is not newer than the one that would take its place: that one may not know its config.
 *
 * @param own - the version of the agent that would; undefined when it is not known, and then nothing is refused
 * @throws ProvisionError `KUMA_AGENT_NEWER`
 */
export async function requireNotNewer(agent: KnownHost, own: string | undefined): Promise<void> {
  if (own === undefined || installedOn(agent.facts).manifest === undefined) return;
  refuseNewer(agent, await reportAgent(agent.host, agent.facts), own);
}

/** The same with a report that is there already. A shell script says no version. @throws ProvisionError `KUMA_AGENT_NEWER` */
export function refuseNewer({ host }: KnownHost, { runtime, status }: AgentReport, own: string | undefined): void {
  if (own === undefined || runtime === "sh" || status === undefined || !isNewer(status.version, own)) return;
  throw new ProvisionError({
    code: "KUMA_AGENT_NEWER",
    message: `The agent on ${host.label} is ${status.version}, and this would bring it back to ${own}`,
    suggestion: status.version,
  });
}

/** Whether one version comes after another, as `1.10.0` after `1.9.0` and `1.0.0` after `1.0.0-beta.2`. */
export function isNewer(one: string, other: string): boolean {
  const [mine, others] = [partsOf(one), partsOf(other)];
  if (mine === undefined || others === undefined) return false;
  const index = mine.numbers.findIndex((number, at) => number !== others.numbers[at]);
  if (index !== -1) return (mine.numbers[index] ?? 0) > (others.numbers[index] ?? 0);
  if (mine.before === "" || others.before === "") return mine.before === "" && others.before !== "";
  return mine.before.localeCompare(others.before, "en", { numeric: true }) > 0;
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly before: string } | undefined {
  const [, core = "", before = ""] = /^(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version) ?? [];
  return core === "" ? undefined : { numbers: core.split(".").map(Number), before };
}
