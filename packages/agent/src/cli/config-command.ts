import { maskSecrets } from "@kumakit/text";
import { loadAgentSettings } from "../config/load-agent-config.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

const mask = "***";

/** Settings whose values are secret whatever they look like: each value of these records. */
const secretRecords: ReadonlySet<string> = new Set(["headers", "environment"]);

/** A value of the config without its secrets. */
function withoutSecrets(value: unknown, setting = ""): unknown {
  if (typeof value === "string") return maskSecrets(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item));
  if (typeof value !== "object" || value === null) return value;
  const isSecret = secretRecords.has(setting);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecret ? mask : withoutSecrets(inner, key)]),
  );
}

/**
 * Prints the config as it is used, as JSON: checks of all files together, with every default. Values of headers and of
 * environments are masked, and whatever looks like a secret elsewhere.
 *
 * @throws AgentConfigError or AgentFileError, as `kuma-agent check` does
 */
export async function configCommand(configFile: string, { stdout }: CliSurroundings): Promise<void> {
  stdout(`${JSON.stringify(withoutSecrets(await loadAgentSettings(configFile)), null, 2)}\n`);
}
