import { isUnitPropertyName, unitStateOf, type UnitProperties } from "./unit-properties.ts";
import type { UnitState } from "./unit-state.ts";

/**
 * Reads what `systemctl show` printed: one block of `Name=value` lines per unit, in the order of the arguments.
 *
 * @param output - its standard output
 * @param units - the names that were given to it
 */
export function parseSystemctlShow(output: string, units: readonly string[]): UnitState[] {
  const blocks = output.split(/\n{2,}/).map((block) => block.split("\n"));
  return units.map((unit, index) => {
    const properties: UnitProperties = {};
    for (const line of blocks[index] ?? []) {
      const equals = line.indexOf("=");
      const name = line.slice(0, Math.max(0, equals));
      if (isUnitPropertyName(name)) properties[name] = line.slice(equals + 1);
    }
    return unitStateOf(unit, properties);
  });
}
