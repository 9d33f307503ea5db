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

/** The parts of a config that go. */
export interface GoingParts {
  /** The names of checks. */
  readonly names: readonly string[];
  /**
   * Whether the monitor of the agent itself goes as well.
   * @defaultValue false
   */
  readonly heartbeat?: boolean;
}

/** Everything in a config, apart from some parts, that is pushed. */
export function pushedWithout({ config, dropIns = [] }: ExistingConfig, going: GoingParts): readonly Pushed[] {
  const kept = config.checks.filter(({ name }) => !going.names.includes(name));
  const heartbeat = going.heartbeat === true ? undefined : config.heartbeat;
  return [...kept, ...dropIns.map(({ check }) => check), ...(heartbeat === undefined ? [] : [heartbeat])];
}

/**
 * The token files of the second server that parts leave behind when they go: those in the agent's folder of tokens
 * that nothing else names. Relative to the config's folder.
 *
 * @param existing - the config with these parts, and what lies beside it
 */
export function secondTokensOf(existing: ExistingConfig, going: GoingParts): readonly string[] {
  const { config } = existing;
  const still = new Set(
    pushedWithout(existing, going).flatMap(({ tokenFile, secondTokenFile = "" }) => [
      posix.normalize(tokenFile),
      posix.normalize(secondTokenFile),
    ]),
  );
  const parts: readonly Pushed[] = [
    ...config.checks.filter(({ name }) => going.names.includes(name)),
    ...(going.heartbeat === true && config.heartbeat !== undefined ? [config.heartbeat] : []),
  ];
  const files = parts.flatMap(({ secondTokenFile }) =>
    secondTokenFile === undefined ? [] : [posix.normalize(secondTokenFile)],
  );
  return [...new Set(files)].filter((file) => file.startsWith("tokens/") && !still.has(file));
}
