import type { InstallScope } from "../install-paths.ts";
import type { HostFacts } from "./host-facts.ts";
import type { RawFact } from "./raw-facts.ts";

/** The lines of `systemctl show` for one unit, by property. */
export function parseProperties(lines: readonly string[]): Readonly<Record<string, string>> {
  const pairs = lines
    .filter((line) => line.includes("="))
    .map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    });
  return Object.fromEntries(pairs);
}

/** The lines of `systemctl show` for several units, by their names. */
export function parseBlocks(lines: readonly string[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const blocks = lines.join("\n").split(/\n{2,}/);
  const units = blocks.map((block) => parseProperties(block.split("\n")));
  return Object.fromEntries(units.flatMap((unit) => (unit["Id"] === undefined ? [] : [[unit["Id"], unit] as const])));
}

/** The units that one manager was asked for. */
export function parseUnits(facts: readonly RawFact[], scope: InstallScope): HostFacts["units"]["system"] {
  const of = (name: string): readonly string[] =>
    facts.find((fact) => fact.name === name && fact.lines[0] === scope)?.lines.slice(1) ?? [];
  const asked = of("asked");
  const blocks = of("units")
    .join("\n")
    .split(/\n{2,}/)
    .map((block) => parseProperties(block.split("\n")));
  const problem = of("no-units").join(" ").trim();
  return {
    units: Object.fromEntries(asked.map((name, index) => [name, problem === "" ? (blocks[index] ?? {}) : { problem }])),
    known: [...new Set(of("known-units").flatMap((line) => unitOf(line)))],
  };
}

/** The unit in a line of `systemctl list-units` or `list-unit-files`; templates and what cannot run are left out. */
function unitOf(line: string): readonly string[] {
  if (line.includes(" not-found ") || / (?:masked|bad) /.test(line)) return [];
  return line
    .trim()
    .split(/\s+/, 1)
    .filter((unit) => unit !== "" && !unit.includes("@."));
}
