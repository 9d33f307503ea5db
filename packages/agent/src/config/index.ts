export { type CheckNeed } from "../checks/define-check-type.ts";
export { needsOf, type CheckConfig, type CheckSettings } from "../checks/registry.ts";
export {
  agentConfigSchema,
  agentSettingsSchema,
  completeConfig,
  type AgentConfig,
  type AgentSettings,
} from "./agent-config.ts";
export { AgentConfigError, type ConfigProblem } from "./agent-config-error.ts";
export { agentStatusSchema, type AgentStatus, type CheckStatus } from "../service/agent-status.ts";
export { agentErrorCatalogue, type AgentErrorCode } from "./error-catalogue.ts";
export { formatAgentConfig } from "./format-agent-config.ts";
export {
  parseAgentConfig,
  parseConfigParts,
  type ConfigParts,
  type ConfigText,
  type DropInCheck,
  type ParseOptions,
} from "./parse-agent-config.ts";
export { minimumIntervalSeconds, pushPeriodSeconds } from "./push-period.ts";
