import { serveAgent, type AgentOptions } from "./serve-agent.ts";

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
  // The schemas are loaded here alone: the installed agent has another process complete its config.
  const { completeConfig } = await import("../config/agent-config.ts");
  await serveAgent({ ...options, config: completeConfig(options.config) }, {});
}
