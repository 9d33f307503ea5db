import type { CheckConfig } from "../config/agent-config.ts";
import type { CheckContext, CheckNeed, RunningCheck } from "./define-check-type.ts";
import { checkTypes } from "./registry.ts";

/** A check type seen without its own settings: the compiler cannot see that the settings belong to the type. */
interface AnyCheckType {
  readonly longestLookMs: (settings: CheckConfig) => number;
  readonly needs?: (settings: CheckConfig) => readonly CheckNeed[];
  readonly start: (settings: CheckConfig, context: CheckContext) => RunningCheck;
}

function typeOf(config: CheckConfig): AnyCheckType {
  const found = checkTypes.find(({ type }) => type === config.type);
  if (found === undefined) throw new TypeError("a check type is missing in the registry");
  return found as unknown as AnyCheckType;
}

/**
 * Starts a check with the settings of its own type.
 *
 * @param config - the check as the config file has it
 * @param context - what it may use
 */
export function startCheck(config: CheckConfig, context: CheckContext): RunningCheck {
  return typeOf(config).start(config, context);
}

/** How long one look of a check may take by its settings, in ms. */
export function longestLookMs(config: CheckConfig): number {
  return typeOf(config).longestLookMs(config);
}

/** What a check needs of the host by its settings. */
export function needsOf(config: CheckConfig): readonly CheckNeed[] {
  return typeOf(config).needs?.(config) ?? [];
}
