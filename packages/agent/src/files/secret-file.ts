import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Places } from "../places.ts";
import { AgentFileError } from "./agent-file-error.ts";

/** An agent with hundreds of tokens reads them all at its start. */
const places = new Places(4);

/** A file that could not be opened because too many others are open is tried again so often, and after so long in ms. */
const mostTries = 50;
const tryAgainAfterMs = 100;

/** A file with a secret in it. */
export interface SecretFile {
  /** A path, or `credential:NAME` for what systemd has handed over, see `LoadCredential=` in systemd.exec(5). */
  readonly file: string;
  /** How messages call it. */
  readonly what: string;
  /** Called when others than who it is for can read the file, with its path and its mode, such as `644`. */
  readonly onOpenToOthers?: (path: string, mode: string) => void;
}

const credentialPrefix = "credential:";

/** Whether a name in the config is that of a credential of the service, and not of a file. */
export function isCredential(name: string): boolean {
  return name.startsWith(credentialPrefix);
}

/** The path of a credential. systemd allows no other names. */
function credentialFile(given: string, what: string): string {
  const name = given.slice(credentialPrefix.length);
  if (!/^[^/\p{Cc}]{1,255}$/u.test(name) || name === "." || name === "..") {
    throw new AgentFileError(`${what} is not a credential, whose name is that of a file without folders`, given);
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

/** Mode bits that a secret must not have. An install gives the agent those of root by its group. */
function closedTo(owner: number): number {
  return owner === 0 ? 0o037 : 0o077;
}

/**
 * Reads what a secret file holds.
 *
 * @throws {@link AgentFileError} when it cannot be read
 */
export async function readSecretText({ file, what, onOpenToOthers }: SecretFile): Promise<string> {
  const path = isCredential(file) ? credentialFile(file, what) : file;
  return await places.run(async () => {
    for (let tries = 1; ; tries += 1) {
      try {
        const { mode, uid } = await stat(path);
        // Credentials lie in a folder that only the service can enter, whatever their own mode.
        if ((mode & closedTo(uid)) !== 0 && !isCredential(file)) onOpenToOthers?.(path, (mode & 0o777).toString(8));
        return await readFile(path, "utf8");
      } catch (error) {
        if (!isShortOfFiles(error) || tries === mostTries) throw AgentFileError.from(what, file, error);
      }
      await sleep(tryAgainAfterMs);
    }
  });
}

/** Too many files are open in this process, or on the host. */
function isShortOfFiles(error: unknown): boolean {
  const { code } = Object(error) as { readonly code?: unknown };
  return code === "EMFILE" || code === "ENFILE";
}

/**
 * Reads a password: the only line of a file, without the line break at its end.
 *
 * @throws {@link AgentFileError} when it cannot be read or holds something else
 */
export async function readPassword({ file, what }: Pick<SecretFile, "file" | "what">): Promise<string> {
  const secret = (await readSecretText({ file, what })).replace(/\r?\n$/, "");
  if (secret === "" || /[\r\n\0]/.test(secret)) throw new AgentFileError(`${what} must hold one line`, file);
  return secret;
}
