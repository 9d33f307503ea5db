import { agentConfigSchema, type AgentConfig } from "./agent-config.ts";

/**
 * Writes a config as JSON: always the same text for the same settings, two spaces, a newline at the end.
 *
 * @throws ZodError when the config is not valid
 */
export function formatAgentConfig(config: AgentConfig): string {
  // Parsing puts the keys into the schema's order.
  return `${JSON.stringify(agentConfigSchema.parse(config), null, 2)}\n`;
}
