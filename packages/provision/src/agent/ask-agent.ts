import { lookReportSchema, type CheckLook, type LookReport } from "@kumakit/agent/config";
import { runAgentProgram, type AgentPlace, type AgentProgramOptions } from "@kumakit/installer";
import { didYouMean } from "@kumakit/text";

import { ProvisionError } from "../errors/provision-error.ts";

/**
 * Has the agent's program look once at checks, as the agent would. Sends nothing.
 *
 * @param names - of checks, or of their units; all checks when empty
 * @returns a look for each check, in the order of the config
 * @throws ProvisionError `KUMA_CHECK_NOT_FOUND` for a name that no check has; InstallerError when the program does not
 * run there; AbortError when `signal` aborts
 */
export async function testChecks(
  agent: AgentPlace,
  names: readonly string[],
  options: AgentProgramOptions = {},
): Promise<readonly CheckLook[]> {
  const answer = await runAgentProgram(agent, ["test", "--json", "--", ...names], options);
  const { checks, unknownNames, knownNames } = lookReportSchema.parse(JSON.parse(answer));
  requireKnown(agent, { unknownNames, knownNames });
  return checks;
}

/** Makes sure that the agent knew every name. @throws ProvisionError `KUMA_CHECK_NOT_FOUND` */
export function requireKnown(
  { host }: AgentPlace,
  { unknownNames: [unknown], knownNames }: Pick<LookReport, "unknownNames" | "knownNames">,
): void {
  if (unknown === undefined) return;
  throw new ProvisionError({
    code: "KUMA_CHECK_NOT_FOUND",
    message: `The agent on ${host.label} has no check ${unknown}.${didYouMean(unknown, knownNames)} It has ${knownNames.join(", ")}.`,
  });
}

/**
 * The config that an agent works with: all of its files together, with every default. Secrets are masked.
 *
 * @throws InstallerError when the program does not run there; AbortError when `signal` aborts
 */
export async function effectiveConfig(
  agent: AgentPlace,
  options: AgentProgramOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await runAgentProgram(agent, ["config"], options)) as Record<string, unknown>;
}
