import type { AgentConfig, DropInCheck } from "@kumakit/agent/config";
import { posix } from "node:path";

/** A config that a host has. */
export interface ExistingConfig {
  /** What the file itself says, with the checks of others. */
  readonly config: AgentConfig;
  /** All of the file. */
  readonly text: string;
  /** What lies beside it, which stays as it is. */
  readonly dropIns?: readonly DropInCheck[];
}

/** The settings that name token files. */
type Pushed = Pick<AgentConfig["checks"][number], "tokenFile" | "secondTokenFile">;

/** Everything in a config, apart from some checks, that is pushed. */
export function pushedWithout({ config, dropIns = [] }: ExistingConfig, names: readonly string[]): readonly Pushed[] {
  const kept = config.checks.filter(({ name }) => !names.includes(name));
  return [...kept, ...dropIns.map(({ check }) => check), ...(config.heartbeat === undefined ? [] : [config.heartbeat])];
}

/**
 * The token files of the second server that checks leave behind when they go: those in the agent's folder of tokens
 * that nothing else names. Relative to the config's folder.
 *
 * @param existing - the config with the checks, and what lies beside it
 * @param names - of the checks that go
 */
export function secondTokensOf(existing: ExistingConfig, names: readonly string[]): readonly string[] {
  const still = new Set(
    pushedWithout(existing, names).flatMap(({ tokenFile, secondTokenFile = "" }) => [
      posix.normalize(tokenFile),
      posix.normalize(secondTokenFile),
    ]),
  );
  const files = existing.config.checks
    .filter(({ name }) => names.includes(name))
    .flatMap(({ secondTokenFile }) => (secondTokenFile === undefined ? [] : [posix.normalize(secondTokenFile)]));
  return [...new Set(files)].filter((file) => file.startsWith("tokens/") && !still.has(file));
}
