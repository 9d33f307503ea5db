import { aboutCheck } from "@kumakit/agent/checks";
import {
  checkCommandLine,
  checkExample,
  checkFromCommandLine,
  defaultCheckName,
  type CheckConfig,
  type CheckTypeName,
} from "@kumakit/agent/config";
import type { CheckDefinition } from "@kumakit/provision";
import type { FlagInput } from "@oclif/core/interfaces";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { dryRunFlag } from "../flags/command-flags.ts";
import { hostFlags } from "../flags/host-flags.ts";
import { printFlags } from "../flags/print-flags.ts";
import { installFlags, processRuntimeFlag } from "../flags/install-flags.ts";
import { checkArgs, checkFlags, givenFlags, plainText } from "./check-flags.ts";
import { InstallCommand, type InstallFlags } from "./install-command.ts";

/** The flags that every check has. */
const commonFlags = {
  ...hostFlags,
  ...installFlags,
  ...printFlags,
  name: Flags.string({
    summary:
      "What the check is called; the monitor has that name behind the host's. Default: its type and what it watches.",
    helpValue: "NAME",
  }),
  "dry-run": dryRunFlag,
};

/** `kuma agent add TYPE`: one command for each check type, see {@link addCommand}. */
export class AddCommand extends InstallCommand {
  static checkType: CheckTypeName;
  static override flags: FlagInput = commonFlags;

  async run(): Promise<void> {
    const command = this.constructor as typeof AddCommand;
    const { argv, flags } = await this.parse(command);
    const definition = this.#definition(command.checkType, { argv: argv.map(String), flags });
    await this.installChecks({ checks: [definition] }, flags as unknown as InstallFlags);
  }

  #definition(
    type: CheckTypeName,
    { argv, flags }: { readonly argv: readonly string[]; readonly flags: Readonly<Record<string, unknown>> },
  ): CheckDefinition {
    const line = checkCommandLine(type);
    const { name } = flags;
    const result = checkFromCommandLine(type, {
      positional: argv,
      flags: givenFlags(line, flags),
      // The interval and the token's file are the install's business.
      common: { name: typeof name === "string" ? name : type, interval: 60, tokenFile: "token" },
    });
    if (!result.ok) {
      const [problem, ...more] = result.problems.map(
        ({ at, message }) => `${at === "name" ? "--name" : at} ${message}`,
      );
      throw usageError([problem, ...more].join("; "), `kuma agent add ${type} --help`);
    }
    return definitionOf(typeof name === "string" ? result.check : named(result.check));
  }
}

function named(check: CheckConfig): CheckConfig {
  return { ...check, name: defaultCheckName(check) };
}

function definitionOf({ interval: _interval, tokenFile: _tokenFile, ...definition }: CheckConfig): CheckDefinition {
  return definition;
}

/** The command that adds a check of a type: its arguments, flags, help and examples are those of the type. */
export function addCommand(type: CheckTypeName): typeof AddCommand {
  const line = checkCommandLine(type);
  const isProgram = line.positional?.isList === true;
  const example = (more: string): string => `<%= config.bin %> agent add ${checkExample(type, more)}`;
  return Object.assign(class extends AddCommand {}, {
    checkType: type,
    summary: `${line.title}.`,
    description: `${plainText(line.summary)}\n\n${whatItDoes}`,
    ...(isProgram ? { usage: `<%= command.id %> [flags] -- ${type.toUpperCase()}...` } : {}),
    strict: !isProgram,
    args: checkArgs(line),
    flags: {
      ...checkFlags(line),
      ...commonFlags,
      ...(aboutCheck(type).runtimes.includes("sh") ? {} : { runtime: processRuntimeFlag }),
    },
    examples: [
      example(""),
      { description: "On other hosts, over SSH", command: example("--host ops@tk-app3 --host tk-app4") },
    ],
    readOnly: false,
    destructive: false,
    idempotent: true,
  });
}

const whatItDoes =
  "Makes a Push monitor for the check (or finds the one that it made before), and one for the agent itself, installs the agent where it is not there yet, lets the agent's service do what this check needs and no more, and waits until the server shows the first heartbeats. When that fails, or on Ctrl-C, everything is undone. Run again, it does only what is missing; settings that are named then are changed, the others stay.";
