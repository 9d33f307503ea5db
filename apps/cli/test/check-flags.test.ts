import { checkTypeNames } from "@kumakit/agent/checks";
import { checkCommandLine } from "@kumakit/agent/config";
import { expect, test } from "vitest";
import AgentInstall from "../src/commands/agent/install.ts";
import { globalFlags } from "../src/flags/global-flags.ts";

// A command that adds a check has them all beside the flags of the type; --host is the host to reach over SSH.
const taken = new Set([...Object.keys(globalFlags), ...Object.keys(AgentInstall.flags), "host"]);

test.each(checkTypeNames)("no flag of a %s check has a name that the command itself uses", (type) => {
  const names = checkCommandLine(type).flags.map(({ name }) => name);
  expect(names.filter((name) => taken.has(name))).toEqual([]);
});
