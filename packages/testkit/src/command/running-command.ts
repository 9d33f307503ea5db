/** How a program is run. */
export interface CommandOptions {
  /** All of its environment. Default: ours. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: our working folder. */
  readonly cwd?: string;
  /** What it reads from stdin, which then ends. Default: nothing (for {@link runCommand}). */
  readonly input?: string | Uint8Array;
  /** In ms, after which it is killed and the result rejected. Default: 60 000. */
  readonly timeout?: number;
}

/** How a program ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Its exit code; 128 + the signal's number when a signal ended it, as in a shell. */
  readonly code: number;
}

/** A program that runs. */
export interface RunningCommand {
  readonly pid: number;
  /** Everything it has printed so far, both streams as they came. */
  output(): string;
  /**
   * Waits until a text appears in its output, after the text that the last call waited for.
   *
   * @param timeout - in ms. Default: 20 000.
   * @throws Error with its output when it ends, or the time is up, before.
   */
  waitForText(text: string | RegExp, timeout?: number): Promise<void>;
  /** Writes to its stdin: on a terminal what a person types, `\r` for Enter and `\u0003` for Ctrl-C. */
  type(text: string): void;
  /** Ends its stdin. */
  endInput(): void;
  /** Sends a signal to it and all that it started; on a terminal, to the terminal: the program is hung up with it. */
  kill(signal: NodeJS.Signals): void;
  /** Its end. @throws Error when it took longer than the timeout, or could not be started. */
  readonly finished: Promise<CommandResult>;
}
