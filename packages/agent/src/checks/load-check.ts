import type { CheckConfig } from "../config/agent-config.ts";
import type { CheckContext, RunningCheck } from "./check-starter.ts";
import { starters } from "./loaders.ts";

/** A check that only has to be started. */
export interface ReadyCheck {
  /** How long one look may take, in ms. */
  readonly longestLookMs: number;
  readonly start: (context: CheckContext) => RunningCheck;
}

/** A starter seen without its type: the compiler cannot see that the settings belong to it. */
interface AnyStarter {
  readonly longestLookMs: (settings: CheckConfig) => number;
  readonly start: (settings: CheckConfig, context: CheckContext) => RunningCheck;
}

/**
 * Loads the code of a check.
 *
 * @param config - the check as the config file has it
 */
export async function loadStarter(config: CheckConfig): Promise<ReadyCheck> {
  const starter = (await starters[config.type]()) as unknown as AnyStarter;
  return {
    longestLookMs: starter.longestLookMs(config),
    start: (context) => starter.start(config, context),
  };
}
