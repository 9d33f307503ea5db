import { Readable, type Writable } from "node:stream";

import type { HostScript } from "./host.ts";

/** No script of ours prints more, in bytes; the rest is dropped. */
const mostOutput = 32 * 1024 * 1024;

/** Longer lines are cut, in bytes. */
const longestLine = 4 * 1024 * 1024;

/** All that a script prints, up to a limit. */
export class CollectedOutput {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  add(chunk: Buffer): void {
    if (this.#size < mostOutput) this.#chunks.push(chunk.subarray(0, mostOutput - this.#size));
    this.#size += chunk.length;
  }

  all(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** Splits what a script prints into lines, as it comes. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  #rest: Buffer[] = [];
  #size = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#keep(chunk.subarray(from, end));
      this.#onLine(Buffer.concat(this.#rest).toString("utf8"));
      this.#rest = [];
      this.#size = 0;
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(part: Buffer): void {
    const room = longestLine - this.#size;
    if (room > 0) this.#rest.push(part.subarray(0, room));
    this.#size += part.length;
  }
}

/** Gives a script its input. */
export function feed(stdin: Writable, input: HostScript["input"]): void {
  // A script that ends without reading its input has not failed for that.
  stdin.on("error", () => undefined);
  if (input instanceof Readable) input.pipe(stdin);
  else stdin.end(input ?? "");
}

/** Our own settings may hold a password, which no program on the host needs. */
export function environmentOfScripts(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("KUMA_")));
}
