import type { Readable } from "node:stream";

/** A shell program and what it is given. */
export interface HostScript {
  /** The text of a POSIX shell program. It never holds anything but itself: what it works on comes beside it. */
  readonly program: string;
  /** Its arguments; nothing secret, because other accounts can read them while it runs. */
  readonly args: readonly string[];
  /** Its standard input, which is empty otherwise; secrets go here. A stream may stay open as long as the program runs. */
  readonly input?: Buffer | Readable;
  /** Is given each line that it prints, without the line break, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Sends it SIGTERM; the result comes once it has ended. */
  readonly signal?: AbortSignal;
  /**
   * Sends it SIGTERM after so many ms. For a program that only looks: all that it has started ends with it.
   * @defaultValue no limit
   */
  readonly timeout?: number;
}

/** The outcome of a {@link HostScript}. */
export interface ScriptResult {
  /** Exit code; 128 + n when a signal n ended it. */
  readonly code: number;
  /** All that it printed. */
  readonly output: Buffer;
  /** What it complained of, as UTF-8. */
  readonly complaint: string;
}

/**
 * A machine with a POSIX shell. One script does many things at once, because each one costs a way there and back over a
 * network. Everything that this package does on a host goes through here: another carrier, such as SSH, is this one
 * function.
 */
export interface Host {
  /** How messages call it: `this host`, or its name. */
  readonly label: string;
  /** Whether it is another machine than this one: programs and files of here are not there. */
  readonly isRemote?: boolean;
  /**
   * Runs a program there, as the account that is used on the host.
   *
   * @throws when the program could not be started at all
   */
  runScript(script: HostScript): Promise<ScriptResult>;
}

/** A host that is connected to. */
export interface ConnectedHost extends Host, AsyncDisposable {}
