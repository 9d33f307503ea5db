import type { AgentSettings } from "../config/agent-config.ts";

/** Where the program writes to, and what it reads from its surroundings. */
export interface CliSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Reads the config of an agent that is to run. @throws AgentConfigError or AgentFileError */
  readonly loadConfig: (file: string) => Promise<AgentSettings>;
  /** Ends the running agent. */
  readonly signal: AbortSignal;
  /** Has the listener called whenever the running agent shall read its config again. */
  readonly onReload: (listener: () => void) => void;
}
