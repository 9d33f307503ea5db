import { join } from "node:path";
import { parseArgs } from "node:util";
import { printableLines } from "@kumakit/text";
import { AgentFileError } from "../files/agent-file-error.ts";
import { AgentConfigError } from "../config/agent-config-error.ts";
import { ScriptConfigError } from "../script/script-config-error.ts";
import { version } from "../version.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { defaultConfigFile } from "./default-config-file.ts";
import type { ShCommandOptions } from "./sh-command.ts";
import { printConfig, printConfigCommand } from "./config-process.ts";
import { usage, UsageError } from "./usage.ts";

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        "status-file": { type: "string" },
        json: { type: "boolean" },
        output: { type: "string" },
        folder: { type: "string" },
        scheduler: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    // Node's second sentence is about passing such a text as an argument, which nobody wants here.
    throw new UsageError((error as Error).message.split(/\.\s/)[0], { cause: error });
  }
}

/** systemd gives a list of folders, separated by colons. */
function fileIn(folders: string | undefined, name: string): string | undefined {
  const [folder] = (folders ?? "").split(":");
  return folder === undefined || folder === "" ? undefined : join(folder, name);
}

interface Invocation {
  readonly command: string | undefined;
  /** @throws AgentFileError when it is not clear which one is meant */
  readonly configFile: () => string;
  readonly statusFile: string | undefined;
  readonly json: boolean;
  /** Arguments of a command that takes some. */
  readonly names: readonly string[];
  readonly script: Omit<ShCommandOptions, "configFile">;
}

/**
 * Every command loads its own code only: what runs for months shall not hold that of the others.
 * @returns the exit code, where the command has more than one
 */
async function carryOut(invocation: Invocation, surroundings: CliSurroundings): Promise<number | undefined> {
  const { command, configFile, statusFile, json, names, script } = invocation;
  switch (command) {
    case "run": {
      const { runCommand } = await import("./run-command.ts");
      await runCommand({ configFile: configFile(), statusFile }, surroundings);
      return undefined;
    }
    case "check": {
      const { checkCommand } = await import("./check-command.ts");
      await checkCommand(configFile(), surroundings);
      return undefined;
    }
    case "test": {
      const { testCommand } = await import("./test-command.ts");
      return testCommand({ configFile: configFile(), names, json }, surroundings);
    }
    case "config": {
      const { configCommand } = await import("./config-command.ts");
      await configCommand(configFile(), surroundings);
      return undefined;
    }
    case "status": {
      const { statusCommand } = await import("./status-command.ts");
      await statusCommand({ file: statusFile ?? "/run/kuma-agent/status.json", json }, surroundings);
      return undefined;
    }
    case "sh": {
      const { shCommand } = await import("./sh-command.ts");
      await shCommand({ configFile: configFile(), ...script }, surroundings);
      return undefined;
    }
    case printConfig: {
      await printConfigCommand(configFile(), surroundings);
      return undefined;
    }
    case undefined:
      throw new UsageError("a command is missing: run, check, test, config, status, mute, unmute, sh or exec");
    default:
      throw new UsageError(
        `unknown command: ${command}; there are run, check, test, config, status, mute, unmute, sh and exec`,
      );
  }
}

async function dispatch(argv: readonly string[], surroundings: CliSurroundings): Promise<number> {
  const { values, positionals } = parse(argv);
  const [command, ...rest] = positionals;
  const { environment, stdout } = surroundings;
  const said = values.help === true || command === "help" ? usage : `kuma-agent/${version}\n`;
  if (said === usage || values.version === true) {
    stdout(said);
    return 0;
  }
  if (rest.length > 0 && command !== "test") throw new UsageError(`unexpected argument: ${rest.join(" ")}`);
  const configFile = (): string => values.config ?? defaultConfigFile(environment);
  const statusFile = values["status-file"] ?? fileIn(environment["RUNTIME_DIRECTORY"], "status.json");
  const { output, folder, scheduler = "timer" } = values;
  const script = { output, folder, scheduler };
  const invocation = { command, configFile, statusFile, json: values.json === true, names: rest, script };
  return (await carryOut(invocation, surroundings)) ?? 0;
}

function isExpected(error: unknown): error is Error {
  return [AgentConfigError, AgentFileError, ScriptConfigError].some((expected) => error instanceof expected);
}

/** All that the agent says leaves through these, so that nothing of a file or of a program can rewrite a terminal. */
function printing(surroundings: CliSurroundings): CliSurroundings {
  const { stdout, stderr } = surroundings;
  return {
    ...surroundings,
    stdout: (text) => stdout(printableLines(text)),
    stderr: (text) => stderr(printableLines(text)),
  };
}

/**
 * Runs `kuma-agent` and says how it ended. Errors go to stderr, without a stack.
 *
 * @param argv - the arguments after the program's name
 * @param given - environment, streams, and the signal that ends `run`
 * @returns 0 success, 1 failure, 2 wrong usage; of `exec` that of the job
 */
export async function main(argv: readonly string[], given: CliSurroundings): Promise<number> {
  const surroundings = printing(given);
  try {
    // What follows may be the words of another program.
    const [command, ...words] = argv;
    const asksForHelp = words[0] === "--help" || words[0] === "-h";
    if (command === "exec" && !asksForHelp) {
      const { execCommand } = await import("./exec-command.ts");
      return await execCommand(words, surroundings, () => defaultConfigFile(surroundings.environment));
    }
    if ((command === "mute" || command === "unmute") && !asksForHelp) {
      const { muteCommand } = await import("./mute-command.ts");
      const call = { argv: words, surroundings, defaultConfigFile: () => defaultConfigFile(surroundings.environment) };
      return await muteCommand(command, call);
    }
    return await dispatch(argv, surroundings);
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.stderr(`kuma-agent: ${error.message}\nTry: kuma-agent --help\n`);
      return 2;
    }
    const text = isExpected(error)
      ? error.message
      : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
    surroundings.stderr(`kuma-agent: ${text}\n`);
    return 1;
  }
}
