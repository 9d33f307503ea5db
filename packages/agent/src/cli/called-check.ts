import type { CheckSettings } from "../checks/registry.ts";

/** Whether a check is meant by a name. People name a unit's check by the unit, with or without `.service`. */
export function isCalled(check: CheckSettings, name: string): boolean {
  if (check.name === name) return true;
  return "unit" in check && check.unit !== undefined && [name, `${name}.service`, `${name}.timer`].includes(check.unit);
}
