import { didYouMean } from "@kumakit/text";

import { usageError } from "../cli-error.ts";
import { PLAN_TOKEN, type KumaTool, type ToolInput } from "./tools.ts";

/** The arguments that a program has sent. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** A command line, and what is piped into it. */
export interface ToolWords {
  readonly words: readonly string[];
  readonly input: string;
}

/**
 * Makes the command line of a call. No value can become another flag: each stands in one word with its flag, or behind `--`.
 *
 * @throws CliError (exit 2) for arguments that the tool does not take
 */
export function toolWords({ command, inputs }: KumaTool, given: ToolArguments): ToolWords {
  refuseUnknown(inputs, given, command.readOnly);
  const flags: string[] = [];
  const positionals: string[] = [];
  const contents: string[] = [];
  for (const input of inputs) {
    const value = given[input.name];
    if (value === undefined || value === null) {
      if (input.isRequired) throw usageError(`The argument ${input.name} is missing`, null);
    } else if (input.kind === "switch") flags.push(...switchWords(input, value));
    else {
      const texts = textsOf(input, value);
      if (input.kind === "argument") positionals.push(...texts);
      else if (input.kind === "text") flags.push(...texts.map((text) => `--${input.name}=${text}`));
      else {
        contents.push(...texts);
        flags.push(`--${input.name}=-`);
      }
    }
  }
  if (contents.length > 1) throw usageError("Only one argument can hold the text of a file", null);
  const behind = positionals.length === 0 ? [] : ["--", ...positionals];
  return { words: [...command.id.split(":"), ...flags, "--json", ...behind], input: contents[0] ?? "" };
}

function refuseUnknown(inputs: readonly ToolInput[], given: ToolArguments, readOnly: boolean): void {
  const known = [...inputs.map(({ name }) => name), ...(readOnly ? [] : [PLAN_TOKEN])];
  for (const name of Object.keys(given))
    if (!known.includes(name))
      throw usageError(`The tool has no argument ${JSON.stringify(name)}.${didYouMean(name, known)}`, null);
}

function switchWords({ name, canBeOff }: ToolInput, value: unknown): readonly string[] {
  if (typeof value !== "boolean") throw usageError(`The argument ${name} must be true or false`, null);
  if (value) return [`--${name}`];
  return canBeOff ? [`--no-${name}`] : [];
}

function textsOf({ name, isList }: ToolInput, value: unknown): readonly string[] {
  const values: readonly unknown[] = isList && Array.isArray(value) ? value : [value];
  return values.map((one) => {
    if (typeof one === "string") return one;
    if (typeof one === "number") return String(one);
    throw usageError(`The argument ${name} must be ${isList ? "a list of texts" : "a text"}`, null);
  });
}
