import type { Hook } from "@oclif/core/hooks";

import { unknownCommand } from "../failure/unknown-command.ts";

/** oclif's own would ask, and has only one guess. */
const commandNotFound: Hook.CommandNotFound = async ({ id, config }) => {
  throw unknownCommand(id.split(":"), config.commands);
};

export default commandNotFound;
