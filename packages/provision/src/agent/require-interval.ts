import { minimumIntervalSeconds } from "@kumakit/agent/config";

import { ProvisionError } from "../errors/provision-error.ts";

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
