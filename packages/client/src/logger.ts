/** Where the client says what it does. No argument ever carries a secret. */
export interface Logger {
  /** Each call with its duration. */
  debug(message: string): void;
  /** Connections made and lost. */
  info(message: string): void;
  /** Something odd that the client could deal with. */
  warn(message: string): void;
  /** Something that the client could not deal with and no call reports. */
  error(message: string): void;
}

/** Says nothing. */
export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
