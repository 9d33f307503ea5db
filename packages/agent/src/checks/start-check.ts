import type { CheckConfig } from "../config/agent-config.ts";
import type { CheckContext, RunningCheck } from "./define-check-type.ts";
import { checkTypes } from "./registry.ts";

/**
 * Starts a check with the settings of its own type.
 *
 * @param config - the check as the config file has it
 * @param context - what it may use
 */
export function startCheck(config: CheckConfig, context: CheckContext): RunningCheck {
  for (const checkType of checkTypes) {
    if (checkType.type === config.type) {
      // The compiler cannot see that the settings belong to the type that was just compared.
      return (checkType.start as (settings: CheckConfig, context: CheckContext) => RunningCheck)(config, context);
    }
  }
  throw new TypeError("a check type is missing in the registry");
}
