import type { CheckArgument, CheckCommandLine, CheckFlag, CheckWords } from "@kumakit/agent/config";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { FlagInput } from "@oclif/core/interfaces";

/** The Markdown of the docs as plain text: a link says where it leads to. */
export function plainText(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]*)\]\(\.\.\/([^)]*)\)/g, "$1 (docs/$2)").replaceAll("`", "");
}

/** The flags of a check type, for the parser and for the help. */
export function checkFlags({ flags }: CheckCommandLine): FlagInput {
  return Object.fromEntries(flags.map((flag) => [flag.name, checkFlag(flag)]));
}

function checkFlag(flag: CheckFlag): FlagInput[string] {
  const { kind, isList, isRequired: required, map, choices } = flag;
  const summary = `${plainText(flag.description)}${shownDefault(flag)}`;
  const helpGroup = "CHECK";
  if (kind === "boolean") return Flags.boolean({ summary, helpGroup, allowNo: true });
  const helpValue = map === undefined ? kind.toUpperCase() : "KEY=VALUE";
  if (isList) return Flags.string({ summary, helpGroup, helpValue, required, multiple: true, multipleNonGreedy: true });
  if (choices === undefined) return Flags.string({ summary, helpGroup, helpValue, required });
  return Flags.string({ summary, helpGroup, required, options: [...choices] });
}

function shownDefault({ default: value }: CheckArgument): string {
  if (value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0))
    return "";
  return ` Default: ${typeof value === "string" ? value : JSON.stringify(value)}.`;
}

/** The argument of a check type that stands without a flag. */
export function checkArgs({ positional }: CheckCommandLine): Record<string, ReturnType<typeof Args.string>> {
  if (positional === undefined) return {};
  const description = plainText(positional.description);
  return { [positional.path.join("_")]: Args.string({ description, required: positional.isRequired }) };
}

/** The flags of the check among those that were given. */
export function givenFlags({ flags }: CheckCommandLine, given: Readonly<Record<string, unknown>>): CheckWords["flags"] {
  const words = flags.map(({ name }) => [name, given[name]] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(words) as CheckWords["flags"];
}
