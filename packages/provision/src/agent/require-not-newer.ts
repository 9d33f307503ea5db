import { installedOn, reportAgent, type AgentReport } from "@kumakit/installer";
import gt from "semver/functions/gt.js";
import valid from "semver/functions/valid.js";

import { ProvisionError } from "../errors/provision-error.ts";
import type { KnownHost } from "./find-agent.ts";

/**
 * Makes sure that the agent on a host is not newer than the one that would take its place: that one may not know its config.
 *
 * @param own - the version of the agent that would; undefined when it is not known, and then nothing is refused
 * @throws ProvisionError `KUMA_AGENT_NEWER`
 */
export async function requireNotNewer(agent: KnownHost, own: string | undefined): Promise<void> {
  const { manifest } = installedOn(agent.facts);
  // The program of a package is not replaced.
  if (own === undefined || manifest === undefined || manifest.package !== undefined) return;
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

/** Whether one version comes after another, as `1.10.0` after `1.9.0`; not where either is something else, such as `sh`. */
export function isNewer(one: string, other: string): boolean {
  return valid(one) !== null && valid(other) !== null && gt(one, other);
}
