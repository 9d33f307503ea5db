import { closest } from "@kumakit/text";

import { usageError, type CliError } from "../cli-error.ts";

/** A command, as far as a guess needs it. */
export interface KnownCommand {
  /** Its words with `:` between them. */
  readonly id: string;
  readonly hidden: boolean;
  readonly readOnly?: unknown;
}

/** Says which command was probably meant by words that name no command. Never asks, so that scripts fail instead of hanging. */
export function unknownCommand(words: readonly string[], all: readonly KnownCommand[]): CliError {
  const typed = words.filter((word) => !word.startsWith("-"));
  const shownCommands = all.filter(({ hidden }) => !hidden);
  const commands = shownCommands.map(({ id }) => id.split(":"));
  const shown = typed
    .slice(0, Math.max(2, knownWords(typed, commands) + 1))
    .join(" ")
    .slice(0, 60);
  return usageError(
    shown === "" ? "A command is missing" : `There is no command "${shown}"`,
    verbsOf(typed, shownCommands) ?? ["kuma", ...nearest(typed, commands)].join(" "),
  );
}

/** How many of the words are those of a topic. */
function knownWords(typed: readonly string[], commands: readonly (readonly string[])[]): number {
  const isTopic = (length: number): boolean =>
    commands.some((command) => typed.slice(0, length).every((word, index) => word === command[index]));
  const wrong = typed.findIndex((_, index) => !isTopic(index + 1));
  return wrong === -1 ? typed.length : wrong;
}

/** The most commands that a hint names. */
const mostNamed = 4;

/** For a verb without its noun, such as `kuma list`: the commands that do it and change nothing. */
function verbsOf([verb]: readonly string[], commands: readonly KnownCommand[]): string | undefined {
  if (verb === undefined) return undefined;
  const found = commands.filter(({ id, readOnly }) => readOnly === true && id.endsWith(`:${verb}`));
  const named = found.slice(0, mostNamed).map(({ id }) => `kuma ${id.replaceAll(":", " ")}`);
  if (named.length < 2) return named[0];
  return `${named.slice(0, -1).join(", ")} or ${named.at(-1)}${found.length > named.length ? ", among others" : ""}`;
}

/**
 * Goes word by word, so that only a slip within a word is guessed and never another command of the same topic. Words
 * behind a command are its arguments, and could be anything.
 *
 * @returns a command, or the help of the topic that was named
 */
function nearest(typed: readonly string[], commands: readonly (readonly string[])[]): readonly string[] {
  const meant: string[] = [];
  let possible = commands;
  for (const word of typed) {
    const guess = closest(word, [...new Set(possible.flatMap((command) => command[meant.length] ?? []))]);
    if (guess === undefined) break;
    possible = possible.filter((command) => command[meant.length] === guess);
    meant.push(guess);
  }
  const isCommand = possible.some((command) => command.length === meant.length);
  return meant.length > 0 && isCommand ? meant : [...meant, "--help"];
}
