import type { AgentConfig, AgentSettings } from "./agent-config.ts";

/** The folder beside a config whose files add checks to it. */
export const dropInFolder = "conf.d";

/** The files of {@link dropInFolder} that are read, in the order of their names: no hidden ones, and none of editors. */
export function dropInNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^[^.].*\.(?:json|yaml|yml)$/s.test(name)).sort((one, other) => (one < other ? -1 : 1));
}

/** A setting that names a file. */
export interface NamedFile {
  /** As `checks[1].login.passwordFile`. */
  readonly setting: string;
  /** As it stands there. */
  readonly file: string;
}

function filesIn(value: unknown, setting: string): readonly NamedFile[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => filesIn(item, `${setting}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === "headers") return [];
    const name = setting === "" ? key : `${setting}.${key}`;
    return key.endsWith("File") && typeof inner === "string" ? [{ setting: name, file: inner }] : filesIn(inner, name);
  });
}

/**
 * Every file that the config names for the agent to read: the value of each setting whose name ends in `File`, whatever
 * type of check has it.
 */
export function namedFiles(config: AgentConfig | AgentSettings): readonly NamedFile[] {
  return filesIn(config, "");
}
