/** The meaning of every code of this package, in one line each. */
export const agentErrorCatalogue = {
  AGENT_CONFIG_INVALID: "The agent's config has a fault; each is named with file, line, column and setting.",
  AGENT_FILE_UNUSABLE: "A file that the agent needs, such as a push token, cannot be used.",
  AGENT_SHELL_UNSUPPORTED: "The shell script cannot do everything that the config asks for; each setting is named.",
  AGENT_UNIT_STATE_UNKNOWN: "The service manager could not be asked for the state of a unit.",
} as const satisfies Readonly<Record<string, string>>;

/** A stable name of a kind of failure. */
export type AgentErrorCode = keyof typeof agentErrorCatalogue;
