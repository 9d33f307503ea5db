import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";
import { loadAgentConfig } from "../config/load-agent-config.ts";
import { formatScript } from "../script/format-script.ts";
import type { ScriptScheduler } from "../script/script-problems.ts";
import { scriptPeriodSeconds } from "../script/script-settings.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { UsageError } from "./usage.ts";

/** The arguments of `kuma-agent sh`. */
export interface ShCommandOptions {
  readonly configFile: string;
  /** Where the script goes; to standard output when it is not given. */
  readonly output: string | undefined;
  /** What the config's file names are relative to where the script runs; the config's own folder by default. */
  readonly folder: string | undefined;
  readonly scheduler: string;
}

function schedulerOf(text: string): ScriptScheduler {
  if (text === "timer" || text === "cron") return text;
  throw new UsageError(`unknown scheduler: ${text}; there are timer and cron`);
}

/** The script is whole or not there at all, and only its owner may read it: values of headers are in it. */
async function writeScript(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o700, flag: "wx" });
    await chmod(temporary, 0o700);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new AgentFileError(`the script cannot be written, ${code}`, file, { cause: error });
  }
}

/**
 * Writes the shell script that does what the config says.
 *
 * @throws {@link ScriptConfigError} when a script cannot do that
 */
export async function shCommand(
  { configFile, output, folder = dirname(resolve(configFile)), scheduler }: ShCommandOptions,
  { stdout }: CliSurroundings,
): Promise<void> {
  const starter = schedulerOf(scheduler);
  if (!isAbsolute(folder)) throw new UsageError(`--folder must be an absolute path, not ${folder}`);
  if (/\p{Cc}/u.test(folder))
    throw new UsageError("the folder of the config must not have control characters in its path");
  const config = await loadAgentConfig(configFile);
  const script = formatScript(config, { folder, scheduler: starter });
  if (output === undefined) return stdout(script);
  const file = resolve(output);
  await writeScript(file, script);
  const often = starter === "cron" ? "every minute" : `every ${scriptPeriodSeconds(config)} s`;
  const count = `${config.checks.length} ${config.checks.length === 1 ? "check" : "checks"}`;
  stdout(`${file} is written: ${count} for ${config.server.url}; have it run ${often}\n`);
}
