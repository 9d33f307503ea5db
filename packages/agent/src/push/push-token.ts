import { AgentFileError } from "../secrets/agent-file-error.ts";
import type { Logger } from "../logger.ts";
import { readTokenFile } from "../secrets/read-token-file.ts";

/** Where a token stands, and for which check. */
export interface TokenPlace {
  readonly file: string;
  /** The check's name, for messages. */
  readonly check: string;
  readonly logger: Logger;
}

/** The push token of one monitor, which may not be there yet. */
export class PushToken {
  readonly #place: TokenPlace;
  #value: string | undefined;

  constructor(place: TokenPlace) {
    this.#place = place;
  }

  /** Undefined until it could be read. */
  get value(): string | undefined {
    return this.#value;
  }

  /** What tells it from other tokens. */
  get key(): string {
    return this.#value ?? `without a token: ${this.#place.file}`;
  }

  /** Reads the file. @throws AgentFileError when it cannot be read or holds no token */
  async read(): Promise<string> {
    this.#value ??= await readTokenFile(this.#place);
    return this.#value;
  }

  /** Reads the file, if that was not done yet, and gives back why it cannot be. */
  async problem(): Promise<AgentFileError | undefined> {
    try {
      await this.read();
      return undefined;
    } catch (error) {
      if (error instanceof AgentFileError) return error;
      throw error;
    }
  }
}
