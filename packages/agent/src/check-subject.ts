import type { CheckResult } from "./checks/check-result.ts";
import type { CheckContext, RunningCheck } from "./checks/define-check-type.ts";
import { longestLookMs, startCheck } from "./checks/start-check.ts";
import type { CheckConfig, HeartbeatConfig } from "./config/agent-config.ts";

/** What is watched, and for which monitor. */
export interface CheckSubject {
  readonly name: string;
  readonly type: string;
  /** The monitor's interval, in s. */
  readonly interval: number;
  /** How long one look may take, in ms. */
  readonly longestLookMs: number;
  readonly start: (context: CheckContext) => RunningCheck;
}

/** The type of the agent's own monitor; no check of the config has it. */
export const heartbeatType = "heartbeat";

/** A check of the config as something to watch. */
export function subjectOf(config: CheckConfig): CheckSubject {
  const { name, type, interval } = config;
  return {
    name,
    type,
    interval,
    longestLookMs: longestLookMs(config),
    start: (context) => startCheck(config, context),
  };
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
    start: () => ({ look: () => Promise.resolve(look()) }),
  };
}
