/** Lets a few pieces of work run at a time; the others wait, the first first. */
export class TurnTaking {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();

  /** @param most - how many run at a time */
  constructor(most: number) {
    this.#most = most;
  }

  /** Runs a piece of work when its turn has come. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#running.size >= this.#most)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      this.#waiting.shift()?.();
    }
  }

  /** Resolves once all that runs has ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
