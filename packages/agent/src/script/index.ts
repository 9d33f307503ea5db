// The entry `@kumakit/agent/script`: the agent as one shell script.
export {
  eventsFolder,
  formatPushScript,
  formatScript,
  type FormatScriptOptions,
  type PushScript,
} from "./format-script.ts";
export { ScriptConfigError } from "./script-config-error.ts";
export { scriptProblems, type ScriptScheduler } from "./script-problems.ts";
export { scriptPeriodSeconds } from "./script-settings.ts";
