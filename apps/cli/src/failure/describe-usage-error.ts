import { closest } from "@kumakit/text";
import { EXIT } from "../exit-codes.ts";
import type { Failure } from "./failure.ts";

/** The error of oclif's parser, with the fields that are read here. */
interface ParserError extends Error {
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
  readonly flags?: readonly string[];
  readonly args?: unknown;
}

/**
 * Describes an error of oclif's parser, never repeating a value that could be a secret.
 *
 * @param command - the command that was parsed for, such as `monitor create`
 * @returns undefined for other errors
 */
export function describeUsageError(error: unknown, command: string): Failure | undefined {
  if (!isParserError(error)) return undefined;
  const help = `${["kuma", command].filter(Boolean).join(" ")} --help`;
  if (Array.isArray(error.flags)) return unknownFlag(error, String(error.flags[0]), help);
  if (Array.isArray(error.args)) return wrongArguments(error.args, help);
  return usage(rewrite(withoutParserNoise(error.message)), help);
}

/** Such errors have nothing else to know them by. */
const withoutValue = /^Flag (--[\w-]+) expects (a value|one of these values: .*)/;
const givenTwice = /^Flag (--[\w-]+) can only be specified once/;

function isParserError(error: unknown): error is ParserError {
  if (!(error instanceof Error && "oclif" in error)) return false;
  return (
    "parse" in error ||
    error.message.startsWith("Parsing --") ||
    [givenTwice, withoutValue].some((one) => one.test(error.message))
  );
}

function unknownFlag(error: ParserError, typed: string, help: string): Failure {
  const flag = /^--?[\w-]{1,40}/.exec(typed)?.[0] ?? "that one";
  const known = Object.keys(error.parse?.input?.flags ?? {});
  const guess = closest(flag.replace(/^--?/, ""), known);
  const hint = guess === undefined ? help : `--${guess}`;
  return usage(`There is no flag ${flag}`, hint);
}

function wrongArguments(args: readonly unknown[], help: string): Failure {
  const missing = args.flatMap((arg) =>
    typeof arg === "object" && arg !== null && "name" in arg ? [String(arg.name)] : [],
  );
  if (missing.length > 0) return usage(`${missing.join(" and ").toUpperCase()} is missing`, help);
  return usage("There are too many arguments", `${help}; a name with spaces needs quotes`);
}

function rewrite(message: string): string {
  const text = message.replace(/\nSee more help with --help$/, "");
  const twice = givenTwice.exec(text);
  if (twice !== null) return `${twice[1]} can be given only once`;
  const empty = withoutValue.exec(text);
  if (empty !== null) return `${empty[1]} expects ${empty[2]}`;
  const clash = /--([\w-]+)(?:=[\s\S]*?)? cannot also be provided when using --([\w-]+)/.exec(text);
  if (clash !== null) return `--${clash[1]} and --${clash[2]} cannot be used together`;
  const choice = /^Expected --([\w-]+)=([\s\S]*) to be one of: (.*)$/.exec(text);
  if (choice !== null) return wrongChoice(choice[1] ?? "", choice[2] ?? "", (choice[3] ?? "").split(", "));
  const reasons = text.replace(/^The following errors? occurred:\s*/, "").split(/\s*\n\s*/);
  return reasons.map((reason) => reason.replace(/^Missing required flag ([\w-]+)$/, "--$1 is missing")).join("; ");
}

function wrongChoice(flag: string, value: string, choices: readonly string[]): string {
  const guess = closest(value, choices);
  const question = guess === undefined ? "" : ` Did you mean "${guess}"?`;
  return `--${flag} must be one of: ${choices.join(", ")}.${question}`;
}

function usage(message: string, hint: string): Failure {
  return { code: "KUMA_USAGE", message, cause: null, hint, exit: EXIT.usage, isBug: false };
}

/** The message that a flag's parser threw, out of what oclif wraps around it. */
export function withoutParserNoise(message: string): string {
  const [, flag = "", reason] = /^Parsing (--[\w-]+) \n\t([\s\S]*)\nSee more help with --help$/.exec(message) ?? [];
  if (reason === undefined) return message;
  // Those of oclif's own parsers do not name it.
  return reason.replace(/^Expected an integer/, `${flag} must be a whole number`).replace(" but received: ", ", not ");
}
