import type { AgentSettings } from "../config/agent-config.ts";
import type { AgentStatus } from "./agent-status.ts";
import type { Logger } from "../logger.ts";
import { KeptFile } from "./kept-file.ts";
import { prometheusText } from "./prometheus-text.ts";

/** Where the agent says how it is, besides the server. */
export interface ReportFilesOptions {
  readonly statusFile: string | undefined;
  readonly status: () => AgentStatus;
  readonly logger: Logger;
}

/** The files in which the agent says how it is: its status, and metrics when the config asks for them. */
export class ReportFiles {
  readonly #options: ReportFilesOptions;
  readonly #status: KeptFile | undefined;
  #metrics: { readonly path: string; readonly file: KeptFile } | undefined;

  constructor(options: ReportFilesOptions) {
    const { statusFile: file, status, logger } = options;
    this.#options = options;
    if (file === undefined) return;
    const render = (): string => `${JSON.stringify(status(), null, 2)}\n`;
    this.#status = new KeptFile({ file, what: "the status file", gatherMs: 50, render, logger });
  }

  /** Takes the settings of a config. */
  async use({ textfile }: AgentSettings): Promise<void> {
    if (this.#metrics?.path === textfile) return;
    await this.#metrics?.file.close();
    this.#metrics = textfile === undefined ? undefined : { path: textfile, file: this.#metricsIn(textfile) };
    this.touch();
  }

  /**
   * Something has changed.
   *
   * @param isNews - whether more than times, which may be written some seconds later
   */
  touch(isNews = true): void {
    this.#status?.touch(isNews);
    this.#metrics?.file.touch(isNews);
  }

  /** Removes the files. */
  async close(): Promise<void> {
    await Promise.all([this.#status?.close(), this.#metrics?.file.close()]);
  }

  #metricsIn(file: string): KeptFile {
    const { status, logger } = this.#options;
    // Nobody reads it more often than every few seconds.
    return new KeptFile({
      file,
      what: "the textfile",
      gatherMs: 1000,
      render: () => prometheusText(status()),
      logger,
    });
  }
}
