import { minimumIntervalSeconds } from "@kumakit/agent/config";

import { usageError } from "../cli-error.ts";

/**
 * Makes sure that the agent can push often enough for a monitor's interval.
 *
 * @param interval - in s; undefined is fine
 * @throws CliError (exit 2)
 */
export function requireInterval(interval: number | undefined): void {
  if (interval === undefined || interval >= minimumIntervalSeconds) return;
  throw usageError(
    `An interval of ${interval} s is too short: at least ${minimumIntervalSeconds} s leave room for a heartbeat that is late`,
    "--interval 60",
  );
}
