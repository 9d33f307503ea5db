export { runAgent, type AgentOptions } from "./agent/run-agent.ts";
export { AgentFileError } from "./secrets/agent-file-error.ts";
export { type AgentConfig, type CheckConfig } from "./config/agent-config.ts";
export { AgentConfigError, type ConfigProblem } from "./config/agent-config-error.ts";
export { loadAgentConfig } from "./config/load-agent-config.ts";
export { type Logger } from "./logger.ts";
export { UnitStateError } from "./systemd/unit-state-error.ts";
export { type UnitQuery } from "./systemd/unit-query.ts";
export { type ReadOptions, type UnitScope, type UnitState, type UnitStateSource } from "./systemd/unit-state.ts";
