import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AgentFileError } from "./agent-file-error.ts";
import type { Logger } from "../logger.ts";

/** A token file, and what it is for. */
export interface TokenFileOptions {
  /** An absolute path, or `credential:NAME`. */
  readonly file: string;
  /** The check's name, for messages. */
  readonly check: string;
  readonly logger: Logger;
}

/** A file with one secret in it. */
export interface SecretFileOptions {
  /** A path, or `credential:NAME` for what systemd has handed over, see `LoadCredential=` in systemd.exec(5). */
  readonly file: string;
  /** How messages call it. */
  readonly what: string;
  readonly logger: Logger;
}

const credentialPrefix = "credential:";

/** Whether a name in the config is that of a credential of the service, and no file's. */
export function isCredential(name: string): boolean {
  return name.startsWith(credentialPrefix);
}

/** The path of a credential. systemd allows no other names. */
function credentialFile(given: string, what: string): string {
  const name = given.slice(credentialPrefix.length);
  if (!/^[^/\p{Cc}]{1,255}$/u.test(name) || name === "." || name === "..") {
    throw new AgentFileError(`${what} is no credential, whose name is that of a file without folders`, given);
  }
  const folder = process.env["CREDENTIALS_DIRECTORY"] ?? "";
  if (folder === "") {
    throw new AgentFileError(
      `${what} is a credential, but the service was given none (LoadCredential=, $CREDENTIALS_DIRECTORY)`,
      given,
    );
  }
  return join(folder, name);
}

/**
 * Reads a secret: the only line of its file. Warns when others than the owner may read the file.
 *
 * @throws {@link AgentFileError} when it cannot be read or holds something else
 */
export async function readSecretLine({ file, what, logger }: SecretFileOptions): Promise<string> {
  const path = isCredential(file) ? credentialFile(file, what) : file;
  let text: string;
  try {
    const { mode } = await stat(path);
    // Credentials lie in a folder that only the service can enter, whatever their own mode.
    if ((mode & 0o077) !== 0 && !isCredential(file)) {
      logger.warn(`others can read ${what} ${path} (mode ${(mode & 0o777).toString(8)}); chmod 600 it`);
    }
    text = await readFile(path, "utf8");
  } catch (error) {
    throw AgentFileError.from(what, file, error);
  }
  const secret = text.trim();
  if (!/^[\x21-\x7E]{1,2048}$/.test(secret))
    throw new AgentFileError(`${what} must hold one push token and nothing else`, file);
  return secret;
}

/**
 * Reads a push token: the file's only line. Warns when others than the owner may read the file.
 *
 * @throws {@link AgentFileError} when it cannot be read or holds no token
 */
export async function readTokenFile({ file, check, logger }: TokenFileOptions): Promise<string> {
  const what = `the token file of "${check}"`;
  const warn = (message: string): void => logger.warn(`${check}: ${message.replace(what, "the token file")}`);
  const token = await readSecretLine({ file, what, logger: { ...logger, warn } });
  if (token.includes("/api/push/")) {
    throw new AgentFileError(
      `${what} holds a push URL; only what follows /api/push/ in it, up to the ?, is the token`,
      file,
    );
  }
  if (token.length > 255) throw new AgentFileError(`${what} must hold one push token and nothing else`, file);
  return token;
}
