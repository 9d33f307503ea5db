import { minimumIntervalSeconds } from "@kumakit/agent/config";
import { checkNameOf, installedOn, type HostFacts } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { AgentRequest, GivenToken } from "./agent-wish.ts";
import type { Watchable } from "./watchable.ts";

/**
 * Makes sure that the agent can push often enough for a monitor's interval.
 *
 * @param interval - in s; undefined is fine
 * @throws ProvisionError
 */
export function requireInterval(interval: number | undefined): void {
  if (interval === undefined || interval >= minimumIntervalSeconds) return;
  throw new ProvisionError({
    code: "KUMA_INTERVAL_TOO_SHORT",
    suggestion: "60",
    message: `An interval of ${interval} s is too short: at least ${minimumIntervalSeconds} s leave room for a heartbeat that is late`,
  });
}

/** The interval of a check whose monitor only its owner knows, in s: as wished, as it came with the token, as it is installed, or 60. */
export function intervalWithToken(
  { interval: given }: GivenToken,
  { request, facts, check }: { readonly request: AgentRequest; readonly facts: HostFacts; readonly check: Watchable },
): number {
  const interval = request.interval ?? given;
  if (interval !== undefined) return interval;
  const { config } = installedOn(facts);
  const checks = config.kind === "valid" ? config.config.checks : [];
  return checks.find(({ name }) => name === checkNameOf(check))?.interval ?? 60;
}
