import type { Readable } from "node:stream";

const limit = 64 * 1024;

/** Keeps the last 64 kB of what some streams say. */
export class LogTail {
  #text = "";

  /** Starts to keep what the stream says from now on. */
  follow(stream: Readable): void {
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => this.add(chunk));
  }

  /** Keeps a text. */
  add(text: string): void {
    this.#text = (this.#text + text).slice(-limit);
  }

  /** Everything kept. */
  all(): string {
    return this.#text;
  }

  /** The last lines, for an error message. */
  lastLines(count: number): string {
    return this.#text.trimEnd().split("\n").slice(-count).join("\n");
  }
}
