import { checkNameOf, definitionOf, unitOf, type CheckDefinition, type WatchableUnit } from "@kumakit/installer";

import type { WatchedCheck } from "./install-outcome.ts";

/** A check that a host is to do: of a unit that is there, or of any other kind. */
export type Watchable = WatchableUnit | { readonly definition: CheckDefinition };

/** How people call it: by its unit, else by the name of the check. */
export function calledOf(check: Watchable): string {
  return "definition" in check ? checkNameOf(check) : check.unit;
}

/** A check as the outcome of an install names it. */
export function shownCheck(check: Watchable): Pick<WatchedCheck, "name" | "type" | "unit"> {
  const { name, type } = definitionOf(check);
  return { name, type, ...("definition" in check ? {} : { unit: check }) };
}

/** The units of the host that wished checks are about, and that must be there. */
export function unitsNamedBy(checks: readonly CheckDefinition[]): readonly string[] {
  return checks.flatMap((definition) => {
    // Those of the account that the agent runs as are not looked at.
    if ("scope" in definition && definition.scope === "user") return [];
    const unit = unitOf({ definition });
    return unit === undefined ? [] : [unit];
  });
}
