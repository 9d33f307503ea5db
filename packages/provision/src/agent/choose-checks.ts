import { completeUnitName, type InstalledCheck } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { FoundAgent } from "./find-agent.ts";

/** The installed checks of the named units; all of them when none is named. @throws ProvisionError for an unknown one */
export function chooseChecks(
  { host, manifest: { checks } }: FoundAgent,
  names: readonly string[],
): readonly InstalledCheck[] {
  if (names.length === 0) return checks;
  const chosen = names.flatMap((name) => {
    const unit = completeUnitName(name.replace(/^user\//, ""));
    const found = checks.filter((check) => check.unit === unit || check.name === name);
    if (found.length === 0) throw unknown(unit, { host: host.label, checks });
    return found;
  });
  return [...new Set(chosen)];
}

function unknown(
  unit: string,
  { host, checks }: { readonly host: string; readonly checks: readonly InstalledCheck[] },
): ProvisionError {
  return new ProvisionError({
    code: "KUMA_CHECK_NOT_FOUND",
    message: `The agent on ${host} does not watch ${unit}. It watches ${checks.map((check) => check.unit).join(", ")}.`,
  });
}
