import { existsSync } from "node:fs";
import { join } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";

/** The names that a config may have, the usual one first. */
const names = ["agent.json", "agent.yaml", "agent.yml"];

/**
 * The config that is meant when none is named.
 *
 * @param environment - `CONFIGURATION_DIRECTORY` is set by systemd: a list of folders, separated by colons
 * @throws AgentFileError when there are two of them
 */
export function defaultConfigFile(environment: Readonly<Record<string, string | undefined>>): string {
  const [given = ""] = (environment["CONFIGURATION_DIRECTORY"] ?? "").split(":");
  const files = names.map((name) => join(given === "" ? "/etc/kuma-agent" : given, name));
  const [first = files[0] ?? "", second] = files.filter((file) => existsSync(file));
  if (second === undefined) return first;
  throw new AgentFileError("there are two configs: keep one, or name one with --config", `${first}, ${second}`);
}
