import type { CheckResult } from "../checks/check-result.ts";
import type { CheckConfig, HeartbeatConfig } from "../config/agent-config.ts";
import { loadStarter, type ReadyCheck } from "../checks/load-check.ts";

/** What is watched, and for which monitor. */
export interface CheckSubject extends ReadyCheck {
  readonly name: string;
  readonly type: string;
  /** The monitor's interval, in s. */
  readonly interval: number;
}

/** The type of the agent's own monitor; no check of the config has it. */
export const heartbeatType = "heartbeat";

/** A check of the config as something to watch, with its code. */
export async function loadSubject(config: CheckConfig): Promise<CheckSubject> {
  const { name, type, interval } = config;
  return { name, type, interval, ...(await loadStarter(config)) };
}

/**
 * The agent itself as something to watch.
 *
 * @param config - of its monitor
 * @param look - says how the agent is
 */
export function heartbeatSubject({ interval }: HeartbeatConfig, look: () => CheckResult): CheckSubject {
  return {
    name: "kuma-agent",
    type: heartbeatType,
    interval,
    longestLookMs: Number.POSITIVE_INFINITY,
    start: () => ({ look }),
  };
}
