import { AgentFileError } from "../files/agent-file-error.ts";
import type { Logger } from "../logger.ts";
import { readSecretText, type SecretFile } from "../files/secret-file.ts";

/** Where a token is, and for which check. */
export interface TokenPlace {
  /** An absolute path, or `credential:NAME`. */
  readonly file: string;
  /** The check's name, for messages. */
  readonly check: string;
  readonly logger: Logger;
}

/**
 * Reads the only line of a file: a push token or a push URL.
 *
 * @throws {@link AgentFileError} when it cannot be read or holds something else
 */
export async function readTokenLine(secret: SecretFile): Promise<string> {
  const text = (await readSecretText(secret)).trim();
  if (!/^[\x21-\x7E]{1,2048}$/.test(text)) throw notAToken(secret);
  return text;
}

function notAToken({ file, what }: SecretFile): AgentFileError {
  return new AgentFileError(`${what} must hold one push token and nothing else`, file);
}

async function readToken({ file, check, logger }: TokenPlace): Promise<string> {
  const secret: SecretFile = {
    file,
    what: `the token file of "${check}"`,
    onOpenToOthers: (path, mode) =>
      logger.warn(`${check}: others can read the token file ${path} (mode ${mode}); chmod 600 it`),
  };
  const token = await readTokenLine(secret);
  if (token.includes("/api/push/")) {
    throw new AgentFileError(
      `${secret.what} holds a push URL; only what follows /api/push/ in it, up to the ?, is the token`,
      file,
    );
  }
  if (token.length > 255) throw notAToken(secret);
  return token;
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

  /** Identifies the token. */
  get key(): string {
    return this.#value ?? `without a token: ${this.#place.file}`;
  }

  /** Reads the file. @throws AgentFileError when it cannot be read or holds no token */
  async read(): Promise<string> {
    this.#value ??= await readToken(this.#place);
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
