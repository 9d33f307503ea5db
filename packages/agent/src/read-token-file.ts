import { readFile, stat } from "node:fs/promises";
import { AgentFileError } from "./agent-file-error.ts";
import type { Logger } from "./logger.ts";

/** A token file, and what it is for. */
export interface TokenFileOptions {
  readonly file: string;
  /** The check's name, for messages. */
  readonly check: string;
  readonly logger: Logger;
}

/**
 * Reads a push token: the file's only line. Warns when others than the owner may read the file.
 *
 * @throws {@link AgentFileError} when it cannot be read or holds no token
 */
export async function readTokenFile({ file, check, logger }: TokenFileOptions): Promise<string> {
  let text: string;
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) {
      logger.warn(
        `${check}: others can read the token file ${file} (mode ${(mode & 0o777).toString(8)}); chmod 600 it`,
      );
    }
    text = await readFile(file, "utf8");
  } catch (error) {
    throw AgentFileError.from(`the token file of "${check}"`, file, error);
  }
  const token = text.trim();
  if (!/^[\x21-\x7E]{1,255}$/.test(token)) {
    throw new AgentFileError(`the token file of "${check}" must hold one push token and nothing else`, file);
  }
  return token;
}
