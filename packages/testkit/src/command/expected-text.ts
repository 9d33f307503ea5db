/** The output of a program, and a place in it up to which it was read. */
export class ExpectedText {
  #text = "";
  #position = 0;
  #ended = false;
  readonly #listeners = new Set<() => void>();

  add(chunk: string): void {
    this.#text += chunk;
    for (const listener of this.#listeners) listener();
  }

  end(): void {
    this.#ended = true;
    for (const listener of this.#listeners) listener();
  }

  all(): string {
    return this.#text;
  }

  /** Waits for a text after the last one that was waited for; `timeout` in ms. */
  waitFor(expected: string | RegExp, timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (problem?: string): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        if (problem === undefined) resolve();
        else reject(new Error(`${problem} ${String(expected)} came. It printed:\n${this.#text}`));
      };
      const look = (): void => {
        if (this.#take(expected)) finish();
        else if (this.#ended) finish("the program ended before");
      };
      const timer = setTimeout(() => finish(`${timeout / 1000} s passed before`), timeout);
      this.#listeners.add(look);
      look();
    });
  }

  #take(expected: string | RegExp): boolean {
    const rest = this.#text.slice(this.#position);
    const match = typeof expected === "string" ? plainMatch(rest, expected) : regExpMatch(rest, expected);
    if (match === undefined) return false;
    this.#position += match;
    return true;
  }
}

function plainMatch(text: string, expected: string): number | undefined {
  const index = text.indexOf(expected);
  return index === -1 ? undefined : index + expected.length;
}

function regExpMatch(text: string, expected: RegExp): number | undefined {
  const match = new RegExp(expected.source, expected.flags.replaceAll(/[gy]/gu, "")).exec(text);
  return match === null ? undefined : match.index + match[0].length;
}
