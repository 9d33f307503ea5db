/** Where the agent says what it does. Nothing secret is ever handed to it. */
export interface Logger {
  /** What helps to find a fault. */
  debug(message: string): void;
  /** A change that somebody may want to know of. */
  info(message: string): void;
  /** Something that works less well than it should. */
  warn(message: string): void;
  /** Something that does not work. */
  error(message: string): void;
}

/** A logger that says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
