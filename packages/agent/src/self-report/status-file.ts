import { chmod, rename, rm, writeFile } from "node:fs/promises";
import type { AgentStatus } from "../config/agent-status.ts";
import type { Logger } from "../logger.ts";

/** Changes that come together are written together, in ms. */
const gatherMs = 50;

/** How a status file is kept. */
export interface StatusFileOptions {
  readonly file: string;
  readonly read: () => AgentStatus;
  readonly logger: Logger;
}

/** The agent's status on disk: always whole, readable by everybody, gone when the agent is. */
export class StatusFile {
  readonly #options: StatusFileOptions;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #isClosed = false;

  constructor(options: StatusFileOptions) {
    this.#options = options;
  }

  /** Notes that the status has changed; it is written soon. */
  touch(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    }, gatherMs);
  }

  /** Removes the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await rm(this.#options.file, { force: true });
  }

  async #write(): Promise<void> {
    const { file, read, logger } = this.#options;
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      await writeFile(temporary, `${JSON.stringify(read(), null, 2)}\n`);
      // The mode of writeFile is cut by the umask, which a service keeps tight.
      await chmod(temporary, 0o644);
      await rename(temporary, file);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) logger.warn(`the status file cannot be written: ${(error as Error).message}`);
      this.#hasFailed = true;
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}
