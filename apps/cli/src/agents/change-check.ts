import { checkTypeNames, type CheckTypeName } from "@kumakit/agent/checks";
import { checkCommandLine, checkFromCommandLine, wordsOfCheck, type CheckWords } from "@kumakit/agent/config";
import type { CheckDefinition } from "@kumakit/provision";
import type { FlagInput } from "@oclif/core/interfaces";

import { usageError } from "../cli-error.ts";
import { checkFlags } from "./check-flags.ts";

/** Stand in for the settings about the monitor, which are the install's business. */
const common = { interval: 60, tokenFile: "token" } as const;

/** The flags of all check types: which of them a check has is known on its host. They stand in the help of `agent add`. */
export function flagsOfAllTypes(): FlagInput {
  const all = checkTypeNames.flatMap((type) => checkCommandLine(type).flags);
  const names = [...new Set(all.map(({ name }) => name))];
  const flags = names.map((name) => {
    const same = all.filter((flag) => flag.name === name);
    const [first] = same;
    if (first === undefined) throw new TypeError("a flag belongs to a type");
    // Only some types take several values: the others are refused once the type is known.
    const isList = same.some((flag) => flag.isList);
    return { ...first, isList, isRequired: false, default: undefined };
  });
  const made = checkFlags({ ...checkCommandLine("load"), flags });
  return Object.fromEntries(Object.entries(made).map(([name, flag]) => [name, { ...flag, hidden: true }]));
}

/** The flags of check types among those that were given. */
export function givenSettings(given: Readonly<Record<string, unknown>>): CheckWords["flags"] {
  const names = Object.keys(flagsOfAllTypes());
  const settings = Object.entries(given).filter(([name, value]) => value !== undefined && names.includes(name));
  return Object.fromEntries(settings) as CheckWords["flags"];
}

/**
 * A check with new settings; those that are not given stay.
 *
 * @throws CliError (exit 2) for a flag that its type does not have, or a wrong value
 */
export function withSettings(definition: CheckDefinition, given: CheckWords["flags"]): CheckDefinition {
  const { type, name } = definition;
  const { positional, flags } = wordsOfCheck(definition);
  const result = checkFromCommandLine(type, {
    positional,
    flags: { ...flags, ...withoutLists(type, given) },
    common: { name, ...common },
  });
  if (!result.ok) {
    const problems = result.problems.map(({ at, message }) => `${at} ${message}`);
    throw usageError(
      `${JSON.stringify(name)} is of the type ${type}: ${problems.join("; ")}`,
      `kuma agent add ${type} --help`,
    );
  }
  const { interval: _interval, tokenFile: _tokenFile, ...changed } = result.check;
  const { lookEvery } = definition;
  return { ...changed, ...(lookEvery === undefined ? {} : { lookEvery }) };
}

/** A flag that several types have may be a list for one of them alone. */
function withoutLists(type: CheckTypeName, given: CheckWords["flags"]): CheckWords["flags"] {
  const single = checkCommandLine(type).flags.filter(({ isList }) => !isList);
  const entries = Object.entries(given).map(([name, value]): [string, CheckWords["flags"][string]] => {
    const isSingle = single.some((flag) => flag.name === name);
    const [first] = typeof value === "object" ? value : [];
    return [name, isSingle && first !== undefined && (value as readonly string[]).length === 1 ? first : value];
  });
  return Object.fromEntries(entries);
}
