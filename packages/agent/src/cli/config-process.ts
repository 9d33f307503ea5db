import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { AgentFileError } from "../files/agent-file-error.ts";
import type { AgentSettings } from "../config/agent-config.ts";
import { AgentConfigError, type ConfigProblem } from "../config/agent-config-error.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

/** The command by which the running agent asks another process for its config; not for people. */
export const printConfig = "print-config";

/** The output of that process, as JSON: the config as it is used, or the problems that keep it from being used. */
type PrintedConfig =
  | { readonly config: AgentSettings }
  | { readonly file: string; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] }
  | { readonly file: string; readonly unusable: string };

/** A config of a thousand checks is not longer, in bytes. */
const longestConfig = 64 * 1024 * 1024;

/** In ms. */
const patienceMs = 60_000;

// The build script of the one file with Node puts this in.
declare const KUMA_AGENT_STANDALONE: boolean | undefined;

/** The words that start this program again, behind its Node: that one file brings its own. */
function ownWords(): readonly string[] {
  const isStandalone = typeof KUMA_AGENT_STANDALONE === "boolean";
  return isStandalone ? [] : [...process.execArgv, process.argv[1] ?? ""];
}

/**
 * Reads a config file in a separate process, which is gone afterwards: the reader of YAML and of every check's settings
 * needs more memory than the agent that runs for months with a few of them.
 *
 * @param configFile - its path
 * @throws {@link AgentConfigError} or {@link AgentFileError}, as `loadAgentConfig` does
 */
export async function loadConfigAside(configFile: string): Promise<AgentSettings> {
  const args = [...ownWords(), printConfig, "--config", configFile];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: longestConfig,
    timeout: patienceMs,
  }).catch((error: unknown) => {
    const { stderr = "" } = error as { readonly stderr?: string };
    throw new AgentFileError(stderr.trim() || "the program that reads the config did not start", configFile, {
      cause: error,
    });
  });
  const printed = JSON.parse(stdout) as PrintedConfig;
  if ("config" in printed) return printed.config;
  if ("problems" in printed) throw new AgentConfigError(printed.file, printed.problems);
  throw new AgentFileError(printed.unusable, printed.file);
}

async function read(configFile: string): Promise<PrintedConfig> {
  // The agent that runs for months has this file too, and must not load what reads YAML.
  const { loadAgentSettings } = await import("../config/load-agent-config.ts");
  try {
    return { config: await loadAgentSettings(configFile) };
  } catch (error) {
    if (error instanceof AgentConfigError) return { file: error.mainFile, problems: error.problems };
    if (error instanceof AgentFileError) return { file: error.file, unusable: error.problem };
    throw error;
  }
}

/** Reads a config for the agent that asked for it, see {@link loadConfigAside}. */
export async function printConfigCommand(configFile: string, { stdout }: CliSurroundings): Promise<void> {
  stdout(JSON.stringify(await read(configFile)));
}
