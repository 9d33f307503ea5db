import { isUnitPropertyName, unitStateOf, type UnitProperties, type UnitPropertyName } from "./unit-properties.ts";
import type { UnitState } from "./unit-state.ts";

/** `ExecStart={ path=/bin/true ; argv[]=/bin/true ; … }` is cut down to its program. */
function valueOf(name: UnitPropertyName, text: string): string {
  return name === "ExecStart" ? (/^\{ path=(.*?) ; argv\[\]=/.exec(text)?.[1] ?? "") : text;
}

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
      // A unit may have several commands, each on a separate line; the first one counts, as over the bus.
      if (isUnitPropertyName(name)) properties[name] ??= valueOf(name, line.slice(equals + 1));
    }
    return unitStateOf(unit, properties);
  });
}
