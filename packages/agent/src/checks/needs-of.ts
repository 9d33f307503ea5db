import type { CheckConfig } from "../config/agent-config.ts";
import type { CheckNeed } from "./define-check-type.ts";
import { checkTypes } from "./registry.ts";

/** A check type seen without its own settings: the compiler cannot see that the settings belong to the type. */
interface AnyCheckType {
  readonly needs?: (settings: CheckConfig) => readonly CheckNeed[];
}

/** What a check needs of the host by its settings. */
export function needsOf(config: CheckConfig): readonly CheckNeed[] {
  const found = checkTypes.find(({ type }) => type === config.type);
  if (found === undefined) throw new TypeError("a check type is missing in the registry");
  return (found as unknown as AnyCheckType).needs?.(config) ?? [];
}
