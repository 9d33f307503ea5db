import { open } from "node:fs/promises";
import { constants } from "node:fs";
import { userInfo } from "node:os";
import { explainFileFailure } from "@kumakit/text";

/** A larger file is neither a certificate, a bundle of them, nor a secret, in bytes. */
const longestFile = 4 * 1024 * 1024;

/** A file that a check needs cannot be read; the message says why. */
export class NamedFileError extends Error {
  /** The class's name. */
  override readonly name = "NamedFileError";
  /** As ENOENT; undefined when it is not what it should be. */
  readonly code: string | undefined;

  /**
   * @param message - for people
   * @param code - of the system's error
   */
  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return "the agent";
  }
}

function reasonOf(error: unknown): string {
  switch ((error as { readonly code?: string }).code) {
    case "EACCES":
    case "EPERM":
      return `permission denied, ${ownName()} may not read it`;
    case "ELOOP":
      return "its links lead in a circle";
    default:
      return explainFileFailure(error);
  }
}

/**
 * Reads a file that a setting names. A pipe or a device is refused instead of waited for.
 *
 * @param what - how messages call it: `the file of caFile`
 * @param file - its path
 * @throws NamedFileError
 */
export async function readNamedFile(what: string, file: string): Promise<Buffer> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) throw new NamedFileError(`${what} is not an ordinary file: ${file}`);
    if (stats.size > longestFile) throw new NamedFileError(`${what} is longer than 4 MiB: ${file}`);
    return await handle.readFile();
  } catch (error) {
    if (error instanceof NamedFileError) throw error;
    const { code } = error as { readonly code?: string };
    throw new NamedFileError(`${what} cannot be read, ${reasonOf(error)}: ${file}`, code);
  }
}

/**
 * Reads a secret: the only line of a file.
 *
 * @throws NamedFileError when there is none
 */
export async function readSecret(what: string, file: string): Promise<string> {
  const text = (await readNamedFile(what, file)).toString("utf8").replace(/\r?\n$/, "");
  if (!/^[^\p{Cc}]+$/u.test(text)) throw new NamedFileError(`${what} must hold one line and nothing else: ${file}`);
  return text;
}
