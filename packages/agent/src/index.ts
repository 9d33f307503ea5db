export { agentConfigSchema, type AgentConfig, type CheckConfig } from "./config/agent-config.ts";
