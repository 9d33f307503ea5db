import { didYouMean } from "@kumakit/text";
import type * as z from "zod";
import { checkTypes, type CheckConfig, type CheckTypeName } from "../checks/registry.ts";
import { checkCommandLine, type CheckArgument, type CheckCommandLine, type CheckFlag } from "./check-command-line.ts";
import { describeIssue, type SettingPath } from "./describe-issue.ts";

/** A check as the command line has it. */
export interface CheckWords {
  /** The arguments without a flag. */
  readonly positional: readonly string[];
  /** By the flag's name without dashes: a text, several, or for a boolean whether it is on. */
  readonly flags: Readonly<Record<string, boolean | string | readonly string[]>>;
  /** The settings that all types share, in the form of a config. */
  readonly common: Pick<CheckConfig, "name" | "interval" | "tokenFile" | "secondTokenFile" | "monitorId">;
}

/** A part of the command line that is wrong. */
export interface CheckWordsProblem {
  /** `--min-free`, `UNIT`, or a common setting such as `interval`. */
  readonly at: string;
  /** Continues the name: `must be a whole number`. */
  readonly message: string;
}

/** The check, or all that is wrong with its words. */
export type CheckFromWords =
  | { readonly ok: true; readonly check: CheckConfig }
  | { readonly ok: false; readonly problems: readonly CheckWordsProblem[] };

type Draft = Record<string, unknown>;

function put(draft: Draft, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined) return;
  const next = rest[0];
  if (next === undefined) draft[name] = value;
  else put((draft[name] ??= {}) as Draft, rest, value);
}

/** The schema judges a text that is not a number. */
function valueOf(text: string, { kind }: CheckArgument): unknown {
  return kind === "number" && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** The keys and values of `KEY=VALUE`; undefined when one of them is something else. */
function mapOf(texts: readonly string[], { wrap, isJson }: NonNullable<CheckFlag["map"]>): Draft | undefined {
  const pairs = texts.map((text) => /^([^=]+)=(.*)$/s.exec(text)?.slice(1) ?? []);
  const valueIn = (text: string): unknown => {
    if (wrap !== undefined) return { [wrap]: text };
    return isJson === true && /^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(text) ? JSON.parse(text) : text;
  };
  if (pairs.some(({ length }) => length === 0)) return undefined;
  return Object.fromEntries(pairs.map(([key = "", value = ""]) => [key, valueIn(value)]));
}

/** Reads the words of one flag into the draft. */
function readFlag(draft: Draft, flag: CheckFlag, given: boolean | string | readonly string[]): string | undefined {
  const isSwitch = flag.kind === "boolean";
  if (isSwitch !== (typeof given === "boolean")) return isSwitch ? "takes no value" : "needs a value";
  if (typeof given === "boolean") {
    put(draft, flag.path, given);
    return undefined;
  }
  const texts = typeof given === "string" ? [given] : given;
  if (!flag.isList && texts.length !== 1) return "can be given once only";
  if (flag.map === undefined) {
    const values = texts.map((text) => valueOf(text, flag));
    put(draft, flag.path, flag.isList ? values : values[0]);
    return undefined;
  }
  const map = mapOf(texts, flag.map);
  if (map === undefined) return "must be KEY=VALUE";
  // A map is never inside of another setting. It may have two flags.
  const [setting = ""] = flag.path;
  draft[setting] = { ...(draft[setting] as Draft | undefined), ...map };
  return undefined;
}

function labelOf({ path }: CheckArgument): string {
  return path.join("_").toUpperCase();
}

function readPositional(draft: Draft, line: CheckCommandLine, given: readonly string[]): CheckWordsProblem[] {
  const { positional, type } = line;
  const [first] = given;
  if (first === undefined) return [];
  if (positional === undefined) return [{ at: first, message: `is too much: ${type} takes flags only` }];
  if (positional.isList) {
    draft[positional.path[0] ?? ""] = given;
    return [];
  }
  draft[positional.path[0] ?? ""] = first;
  return given.slice(1).map((at) => ({ at, message: `is too much: ${type} takes one ${labelOf(positional)}` }));
}

/** The word that a setting came from, or one of those inside of it. */
function wordAt(path: SettingPath, { positional, flags }: CheckCommandLine, given: CheckWords["flags"]): string {
  const isBelow = (argument: CheckArgument): boolean =>
    argument.path.every((part, index) => index >= path.length || part === path[index]);
  if (positional !== undefined && isBelow(positional)) return labelOf(positional);
  const found = flags.filter(isBelow);
  const flag = found.find(({ name }) => Object.hasOwn(given, name)) ?? found[0];
  return flag === undefined ? path.join(".") : `--${flag.name}`;
}

/**
 * Makes a check of the words of a command line.
 *
 * @param type - the check's type
 * @param words - the values of its flags, see {@link checkCommandLine}
 * @returns the check as a config has it, without defaults; or each word that is wrong, and why
 */
export function checkFromCommandLine(type: CheckTypeName, words: CheckWords): CheckFromWords {
  const line = checkCommandLine(type);
  const draft: Draft = { type, ...words.common };
  const problems = readPositional(draft, line, words.positional);
  for (const [name, given] of Object.entries(words.flags)) {
    const flag = line.flags.find((each) => each.name === name);
    const message =
      flag === undefined
        ? `is not a flag of ${type}.${didYouMean(
            name,
            line.flags.map((each) => each.name),
          )}`
        : readFlag(draft, flag, given);
    if (message !== undefined) problems.push({ at: `--${name}`, message });
  }
  if (problems.length > 0) return { ok: false, problems };
  const { config }: { readonly config: z.ZodType<CheckConfig> } = checkTypes[type];
  const result = config.safeParse(draft);
  if (result.success) return { ok: true, check: result.data };
  const found = result.error.issues.flatMap((issue) => describeIssue(issue, draft));
  return { ok: false, problems: found.map(({ path, message }) => ({ at: wordAt(path, line, words.flags), message })) };
}
