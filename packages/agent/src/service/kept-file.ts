import { chmod, rename, rm, writeFile } from "node:fs/promises";
import type { Logger } from "../logger.ts";

/** How long what is not urgent is gathered, in ms. */
const patienceMs = 15_000;

/** How a file is kept. */
export interface KeptFileOptions {
  readonly file: string;
  /** What the file is, for messages, as `the status file`. */
  readonly what: string;
  /** The text of the file as it should be now. */
  readonly render: () => string;
  /** Changes that come together within so many ms are written together. */
  readonly gatherMs: number;
  readonly logger: Logger;
}

/** A file in which the agent says how it is: always whole, readable by everybody, gone when the agent is. */
export class KeptFile {
  readonly #options: KeptFileOptions;
  #timer: NodeJS.Timeout | undefined;
  /** Whether it is urgent what is about to be written. */
  #isSoon = false;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #isClosed = false;

  constructor(options: KeptFileOptions) {
    this.#options = options;
  }

  /**
   * Notes that something has changed; it is written soon.
   *
   * @param isUrgent - otherwise it is written within 15 s
   */
  touch(isUrgent = true): void {
    if (this.#isClosed || (this.#timer !== undefined && (this.#isSoon || !isUrgent))) return;
    clearTimeout(this.#timer);
    this.#isSoon = isUrgent;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#writing = this.#writing.then(() => this.#write());
      },
      isUrgent ? this.#options.gatherMs : patienceMs,
    );
  }

  /** Removes the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await rm(this.#options.file, { force: true }).catch(() => undefined);
  }

  async #write(): Promise<void> {
    const { file, what, render, logger } = this.#options;
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      await writeFile(temporary, render());
      // The mode of writeFile is cut by the umask, which a service keeps tight.
      await chmod(temporary, 0o644);
      await rename(temporary, file);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) logger.warn(`${what} cannot be written: ${(error as Error).message}`);
      this.#hasFailed = true;
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}
