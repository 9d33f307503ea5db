/** Where the program writes to, and what it reads from its surroundings. */
export interface CliSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Ends the running agent. */
  readonly signal: AbortSignal;
  /** Has the listener called whenever the running agent shall read its config anew. */
  readonly onReload: (listener: () => void) => void;
}
