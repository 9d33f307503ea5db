export { type CheckRuntime } from "../checks/about-check-type.ts";
export { type CheckConfig, type CheckSettings, type CheckTypeName } from "../checks/registry.ts";
export {
  agentConfigSchema,
  agentSettingsSchema,
  completeConfig,
  type AgentConfig,
  type AgentSettings,
} from "./agent-config.ts";
export { dropInFolder, dropInNames, namedFiles, type NamedFile } from "./config-files.ts";
export { AgentConfigError, type ConfigProblem } from "./agent-config-error.ts";
export { agentStatusSchema, type AgentStatus, type CheckStatus } from "../service/agent-status.ts";
export { lookReportSchema, type CheckLook, type LookReport } from "../service/look-report.ts";
export { muteReportSchema, type MuteReport } from "../service/mute-report.ts";
export { lengthProblem, muteLimits, reasonProblem, type Mute } from "../mute/mute.ts";
export { machineFileName } from "../agent/other-machine.ts";
export { formatMutes, mutesFileName, parseMutes } from "../mute/mutes-file.ts";
export { nextMutes, type MuteOrder, type NextMutes } from "../mute/next-mutes.ts";
export { checkCommandLine, type CheckArgument, type CheckCommandLine, type CheckFlag } from "./check-command-line.ts";
export {
  checkFromCommandLine,
  type CheckFromWords,
  type CheckWords,
  type CheckWordsProblem,
} from "./check-from-command-line.ts";
export { defaultCheckName } from "./default-check-name.ts";
export { checkExample } from "./check-example.ts";
export { wordsOfCheck } from "./words-of-check.ts";
export { type ValueKind } from "./settings/setting-traits.ts";
export { agentErrorCatalogue, type AgentErrorCode } from "../error-catalogue.ts";
export { formatAgentConfig } from "./format-agent-config.ts";
export {
  parseAgentConfig,
  parseConfigParts,
  type ConfigParts,
  type ConfigText,
  type DropInCheck,
  type ParseOptions,
} from "./parse-agent-config.ts";
export { minimumIntervalSeconds, pushPeriodSeconds } from "../push-period.ts";
