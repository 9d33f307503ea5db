/** How much of the output is kept, in bytes. */
const keptBytes = 16 * 1024;

/** Whether a line is none that a person could read. A few wrong characters may be of another encoding. */
function isBinary(line: string): boolean {
  return line.includes("\0") || (line.match(/\uFFFD/g) ?? []).length * 10 > line.length;
}

/** The last lines of an output, however long it is. */
export class OutputTail {
  #chunks: Buffer[] = [];
  #length = 0;
  #isCut = false;

  /** Takes more of the output. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk.length > keptBytes ? Buffer.from(chunk.subarray(-keptBytes)) : chunk);
    this.#isCut ||= chunk.length > keptBytes;
    this.#length += Math.min(chunk.length, keptBytes);
    for (let [first] = this.#chunks; first !== undefined; [first] = this.#chunks) {
      if (this.#length - first.length < keptBytes) break;
      this.#chunks.shift();
      this.#length -= first.length;
      this.#isCut = true;
    }
  }

  /**
   * The last lines that have something in them, the oldest first. What is left of a line whose beginning was thrown away
   * is not among them: without it a secret could not be told from other words.
   *
   * @param count - how many at most
   */
  lines(count: number): string[] {
    const lines = Buffer.concat(this.#chunks)
      .toString("utf8")
      .split(/\r\n|[\r\n]/);
    const whole = this.#isCut ? lines.slice(1) : lines;
    const said = whole.filter((line) => line.trim() !== "" && !isBinary(line));
    return count === 0 ? [] : said.slice(-count);
  }
}
