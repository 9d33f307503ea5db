import { chmod, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type * as z from "zod";

import { CliError, type CliErrorCode } from "../cli-error.ts";
import { makeFolders } from "./own-folders.ts";

/** The content of a {@link PrivateJsonFile}, and the words for it. */
export interface PrivateJsonFileOptions<Content> {
  readonly file: string;
  /** Loads the schema of the content; called once there is a file. */
  readonly schema: () => Promise<z.ZodType<Content>>;
  /** What is read while there is no file. */
  readonly empty: Content;
  /** As in "The stored WHAT in … cannot be used". */
  readonly what: string;
  /** The code of the error. */
  readonly code: CliErrorCode;
  /** What to do after the file was deleted, such as `kuma login`. */
  readonly remedy: string;
  /** For secrets: the warning when others could read the file, and the remedy that it names. */
  readonly warnOfOthers?: { readonly warn: (message: string) => void; readonly remedy: string };
}

/** A JSON file that only the person can read (0600), in a folder that is theirs too (0700). */
export class PrivateJsonFile<Content> {
  readonly #options: PrivateJsonFileOptions<Content>;

  constructor(options: PrivateJsonFileOptions<Content>) {
    this.#options = options;
  }

  /** Reads it. @throws CliError (exit 1) naming the file when it is damaged; its content is not repeated */
  async read(): Promise<Content> {
    const { file, schema, empty } = this.#options;
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw this.#unusable(error.message);
    });
    if (text === undefined) return empty;
    const parsed = (await schema()).safeParse(parseJson(text));
    // The schema's own message could repeat a token.
    if (!parsed.success) throw this.#unusable("it is damaged, or of another version");
    await this.#closeToOthers();
    return parsed.data;
  }

  /** Writes it at once, or not at all. @throws CliError (exit 1) */
  async write(content: Content): Promise<void> {
    const { file } = this.#options;
    try {
      await makeFolders(dirname(file), 0o700);
      await chmod(dirname(file), 0o700);
      await writeFileAtomic(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw this.#unwritable(error instanceof Error ? error.message : "unknown reason");
    }
  }

  /** A copy, a restored backup or a loose umask may have opened the file: it is closed again, and that is said. */
  async #closeToOthers(): Promise<void> {
    const { file, what, warnOfOthers } = this.#options;
    if (warnOfOthers === undefined) return;
    const { mode } = await stat(file);
    if ((mode & 0o077) === 0) return;
    try {
      await chmod(file, 0o600);
      warnOfOthers.warn(`Others could read the ${what} in ${file}; only you can now. ${warnOfOthers.remedy}`);
    } catch {
      warnOfOthers.warn(`Others can read the ${what} in ${file}; make it yours alone with "chmod 600".`);
    }
  }

  #unwritable(reason: string): CliError {
    const { file, what, code } = this.#options;
    return new CliError({
      code,
      message: `The ${what} cannot be stored in ${file}: ${reason}`,
      hint: "make room there, or choose another folder with XDG_CONFIG_HOME",
      exit: 1,
    });
  }

  #unusable(reason: string): CliError {
    const { file, what, code, remedy } = this.#options;
    return new CliError({
      code,
      message: `The stored ${what} in ${file} cannot be used: ${reason}`,
      hint: `correct or delete that file, then ${remedy}`,
      exit: 1,
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
