import type { AgentConfig } from "../config/agent-config.ts";
import type { Logger } from "../logger.ts";
import { serveAgent } from "./serve-agent.ts";
import type { UnitStateSource } from "../systemd/unit-state.ts";

/** What an agent needs to run. */
export interface AgentOptions {
  /** What to watch, and where to push to. */
  readonly config: AgentConfig;
  /** The folder that the file names in the config are relative to. */
  readonly configFolder: string;
  /** Ends the agent. Without it the agent runs for good. */
  readonly signal?: AbortSignal;
  /**
   * Where the agent says what it does.
   * @defaultValue silent
   */
  readonly logger?: Logger;
  /** Where to keep the status for `kuma-agent status`; nowhere when left out. */
  readonly statusFile?: string;
  /**
   * Where unit states come from, for both scopes.
   * @defaultValue the host's systemd
   */
  readonly systemd?: UnitStateSource;
}

/**
 * Watches everything the config names and pushes it to Uptime Kuma, until the signal ends it. Every check pushes its
 * first result at once.
 *
 * @param options - the config and its surroundings
 * @returns when the agent has ended: nothing runs, nothing is half sent, the status file is gone
 * @throws {@link AgentFileError} when a token or certificate file cannot be used; nothing was started then
 * @example
 * ```ts
 * const config = await loadAgentConfig("/etc/kuma-agent/agent.json");
 * await runAgent({ config, configFolder: "/etc/kuma-agent", signal: AbortSignal.timeout(60_000) });
 * ```
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  await serveAgent(options, {});
}
