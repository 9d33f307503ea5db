import type { Hook } from "@oclif/core/hooks";
import { closest } from "@kumakit/provision/names";

import { usageError } from "../cli-error.ts";

/** Says which command was probably meant. Never asks, so that scripts fail instead of hanging. */
const commandNotFound: Hook.CommandNotFound = async ({ id, config }) => {
  const typed = id.split(":").filter((word) => !word.startsWith("-"));
  const known = config.commands.filter(({ hidden }) => !hidden).map((command) => command.id.replaceAll(":", " "));
  // Words behind the command are its arguments, and could be anything.
  const guess = [...typed.keys()]
    .map((count) => closest(typed.slice(0, typed.length - count).join(" "), known))
    .find((command) => command !== undefined);
  const shown = typed.slice(0, 2).join(" ").slice(0, 60);
  throw usageError(
    shown === "" ? "A command is missing" : `There is no command "${shown}"`,
    guess === undefined ? "kuma --help" : `kuma ${guess}`,
  );
};

export default commandNotFound;
