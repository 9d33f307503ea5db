import { usageError } from "../cli-error.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";
import { readStdin } from "../secrets/read-secret.ts";

/** A word of the command line, as the parser has read it. */
interface ParsedWord {
  readonly type: string;
  readonly flag?: string;
  readonly input: string;
}

/**
 * The arguments of an event in the order in which they were given: `--arg` is a text, `--arg-json` a value, in a file
 * behind `@`, or on stdin as `-`.
 *
 * @throws CliError (exit 2) for what is not JSON; it is not repeated, because it may be a secret
 */
export async function readArguments(words: readonly ParsedWord[]): Promise<readonly unknown[]> {
  const given = words.filter(({ type, flag }) => type === "flag" && (flag === "arg" || flag === "arg-json"));
  if (given.filter(({ flag, input }) => flag === "arg-json" && input === "-").length > 1)
    throw usageError("Only one argument can come from stdin", null);
  return Promise.all(given.map((word) => readArgument(word)));
}

async function readArgument({ flag, input }: ParsedWord): Promise<unknown> {
  if (flag === "arg") return input;
  if (input === "-") return parse(await readStdin("The argument"), "The JSON on stdin");
  if (input.startsWith("@")) return parse(await readGivenFile(input.slice(1), "--arg-json"), input.slice(1));
  return parse(input, "The value of --arg-json");
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`${where} is not JSON`, "--arg takes a text as it is");
  }
}
