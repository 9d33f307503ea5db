import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";
import { completeConfig, type AgentConfig, type AgentSettings } from "./agent-config.ts";
import { dropInFolder, dropInNames } from "./config-files.ts";
import { parseAgentConfig, type ConfigText } from "./parse-agent-config.ts";

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw AgentFileError.from(what, file, error);
  }
}

/** The drop-ins beside a config, in the order of their names, without hidden files and those of editors. */
async function readDropIns(folder: string): Promise<readonly ConfigText[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw AgentFileError.from("the folder of drop-ins", folder, error);
  }
  const files = dropInNames(names).map((name) => join(folder, name));
  return Promise.all(files.map(async (file) => ({ file, text: await readText(file, "the drop-in") })));
}

/**
 * Reads a config file, JSON or YAML, with what lies in `conf.d` beside it.
 *
 * @param file - its path
 * @throws {@link AgentFileError} when it, or a drop-in, cannot be read
 * @throws {@link AgentConfigError} with file, line and column when a setting is wrong
 */
export async function loadAgentConfig(file: string): Promise<AgentConfig> {
  const text = await readText(file, "the config file");
  return parseAgentConfig(text, { file, dropIns: await readDropIns(join(dirname(file), dropInFolder)) });
}

/** As {@link loadAgentConfig}, and gives each setting that was left out its default. */
export async function loadAgentSettings(file: string): Promise<AgentSettings> {
  return completeConfig(await loadAgentConfig(file));
}
