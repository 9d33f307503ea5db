import { closest } from "@kumakit/text";
import type { Hook } from "@oclif/core/hooks";

import { usageError } from "../cli-error.ts";

/** Says which command was probably meant. Never asks, so that scripts fail instead of hanging. */
const commandNotFound: Hook.CommandNotFound = async ({ id, config }) => {
  const typed = id.split(":").filter((word) => !word.startsWith("-"));
  const commands = config.commands.filter(({ hidden }) => !hidden).map((command) => command.id.split(":"));
  const shown = typed
    .slice(0, Math.max(2, knownWords(typed, commands) + 1))
    .join(" ")
    .slice(0, 60);
  throw usageError(
    shown === "" ? "A command is missing" : `There is no command "${shown}"`,
    ["kuma", ...nearest(typed, commands)].join(" "),
  );
};

/** How many of the words are those of a topic. */
function knownWords(typed: readonly string[], commands: readonly (readonly string[])[]): number {
  const isTopic = (length: number): boolean =>
    commands.some((command) => typed.slice(0, length).every((word, index) => word === command[index]));
  const wrong = typed.findIndex((_, index) => !isTopic(index + 1));
  return wrong === -1 ? typed.length : wrong;
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

export default commandNotFound;
