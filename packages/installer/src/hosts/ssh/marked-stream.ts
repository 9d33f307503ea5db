/** No profile of an account says more before a script starts, in bytes. */
const mostNoise = 64 * 1024;

/**
 * The text of a connection, cut at the first line that begins with a mark: what stands before it is not the
 * script's.
 */
export class MarkedStream {
  readonly #begin: Buffer;
  readonly #onMark: (word: string) => void;
  readonly #onChunk: (chunk: Buffer) => void;
  #noise = Buffer.alloc(0);
  #isOpen = false;

  /**
   * @param mark - with the word that opens the stream, if it is a certain one
   * @param onMark - is given the rest of the line with the mark
   * @param onChunk - is given all that comes after that line
   */
  constructor(mark: string, onMark: (word: string) => void, onChunk: (chunk: Buffer) => void) {
    this.#begin = Buffer.from(`\n${mark}`);
    this.#onMark = onMark;
    this.#onChunk = onChunk;
  }

  /** Everything before the mark, as text. */
  get noise(): string {
    return this.#noise.toString("utf8");
  }

  add(chunk: Buffer): void {
    if (this.#isOpen) return this.#onChunk(chunk);
    const all = Buffer.concat([this.#noise, chunk]);
    const begin = all.indexOf(this.#begin);
    const end = begin === -1 ? -1 : all.indexOf(10, begin + 1);
    if (end === -1) {
      this.#noise = all.subarray(-mostNoise);
      return;
    }
    this.#isOpen = true;
    this.#noise = all.subarray(0, begin);
    this.#onMark(
      all
        .subarray(begin + this.#begin.length, end)
        .toString("utf8")
        .trim(),
    );
    if (end + 1 < all.length) this.#onChunk(all.subarray(end + 1));
  }
}
