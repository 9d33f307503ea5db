import type { AgentSettings } from "../config/agent-config.ts";
import type { ConfigProblem } from "../config/agent-config-error.ts";

/** The command by which the running agent asks another process for its config; not for people. */
export const printConfig = "print-config";

/** What that process prints, as JSON: the config as it is used, or what keeps it from being used. */
export type PrintedConfig =
  | { readonly config: AgentSettings }
  | { readonly file: string; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] }
  | { readonly file: string; readonly unusable: string };
