import { closest } from "@kumakit/text";
import type { ProgramState } from "./program-state.ts";

/** The programs of a list of names at present. */
export interface ChosenPrograms {
  readonly programs: readonly ProgramState[];
  /** Names that supervisord does not know, with what may have been meant. */
  readonly missing: readonly { readonly name: string; readonly hint: string }[];
}

function matches(name: string, { id, group, name: ownName }: ProgramState): boolean {
  return name === id || name === `${group}:*` || name === `${group}:${ownName}`;
}

function hintFor(name: string, programs: readonly ProgramState[]): string {
  if (programs.some(({ group }) => group === name)) return `, did you mean "${name}:*"?`;
  const namesake = programs.find((program) => program.name === name);
  const meant =
    namesake?.id ??
    closest(name, [...new Set(programs.flatMap(({ id, group }) => (id === group ? [id] : [id, `${group}:*`])))]);
  return meant === undefined ? "" : `, did you mean "${meant}"?`;
}

/**
 * Chooses the programs that a check looks at.
 *
 * @param programs - all that supervisord has
 * @param names - what the config names; all programs when it names none
 */
export function choosePrograms(
  programs: readonly ProgramState[],
  names: readonly string[] | undefined,
): ChosenPrograms {
  if (names === undefined) return { programs, missing: [] };
  return {
    programs: programs.filter((program) => names.some((name) => matches(name, program))),
    missing: names
      .filter((name) => !programs.some((program) => matches(name, program)))
      .map((name) => ({ name, hint: hintFor(name, programs) })),
  };
}
