import type { CheckConfig } from "../checks/registry.ts";
import { checkCommandLine, type CheckFlag } from "./check-command-line.ts";
import type { CheckWords } from "./check-from-command-line.ts";

type Word = CheckWords["flags"][string];

function textsOf(value: unknown): readonly string[] {
  return [value].flat().map(String);
}

/** The texts `KEY=VALUE` of one flag; those of a flag that wraps its values are of another form. */
function pairsOf(value: object, { wrap }: NonNullable<CheckFlag["map"]>): readonly string[] {
  return Object.entries(value)
    .filter(([, each]) => (typeof each === "object" && each !== null) === (wrap !== undefined))
    .map(([key, each]: [string, unknown]) => {
      const text = wrap === undefined ? each : (each as Readonly<Record<string, unknown>>)[wrap];
      return `${key}=${String(text)}`;
    });
}

function wordOf(value: unknown, { kind, map, isList }: CheckFlag): Word | undefined {
  if (value === undefined) return undefined;
  if (map !== undefined) return pairsOf(value as object, map);
  if (kind === "boolean") return value === true;
  return isList ? textsOf(value) : textsOf(value).join();
}

/**
 * The words that a person would type for a check: what `checkFromCommandLine` makes that check of.
 *
 * @param check - as a config has it; its durations and sizes may be texts
 */
export function wordsOfCheck(
  check: Readonly<Record<string, unknown>> & Pick<CheckConfig, "type">,
): Omit<CheckWords, "common"> {
  const { positional, flags } = checkCommandLine(check.type);
  const at = (path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], check);
  const given = flags.flatMap((flag): (readonly [string, Word])[] => {
    const word = wordOf(at(flag.path), flag);
    return word === undefined || (typeof word === "object" && word.length === 0) ? [] : [[flag.name, word]];
  });
  const first = positional === undefined ? undefined : at(positional.path);
  return { positional: first === undefined ? [] : textsOf(first), flags: Object.fromEntries(given) };
}
