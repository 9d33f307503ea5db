import type { UnitKind } from "./about-check-type.ts";
import { aboutCheck, checkTypeNames, type aboutChecks } from "./about-checks.ts";
import type { CheckTypeName } from "./registry.ts";

/** A check type that is found by units: the settings `unit` and `scope` of a check name what it watches. */
export type UnitCheckType = {
  [Type in CheckTypeName]: (typeof aboutChecks)[Type] extends { readonly discovery: { readonly by: "unit" } }
    ? Type
    : never;
}[CheckTypeName];

function unitKindsOf(type: CheckTypeName): readonly UnitKind[] {
  return aboutCheck(type).discovery?.kinds ?? [];
}

function isFoundByUnit(type: CheckTypeName): type is UnitCheckType {
  return unitKindsOf(type).length > 0;
}

/** The kinds of unit that a check can watch. */
export const watchedUnitKinds: readonly UnitKind[] = checkTypeNames.flatMap((type) => unitKindsOf(type));

/**
 * The type of the check that watches a unit. A timer itself is well while every run that it starts fails, so there
 * is a type for timers.
 *
 * @param unit - its name, with the suffix
 * @returns undefined when no check can watch units of that kind
 */
export function checkTypeOfUnit(unit: string): UnitCheckType | undefined {
  const suffix = unit.slice(unit.lastIndexOf(".") + 1);
  return checkTypeNames.filter(isFoundByUnit).find((type) => unitKindsOf(type).some((kind) => kind === suffix));
}

/** Whether a check watches units by their names or by a pattern. */
export function watchesUnits<Checked extends { readonly type: CheckTypeName }>(
  check: Checked,
): check is Extract<Checked, { readonly type: UnitCheckType }> {
  return isFoundByUnit(check.type);
}
