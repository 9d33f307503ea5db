/**
 * How many requests of a bulk run are under way at once. A connection that is cut takes all of them with it, so that the window
 * is halved by each cut, and grows by one with each request that has come through: on a bad line every request gets its turn.
 */
export class SendWindow {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #size: number;
  #busy = 0;
  #cuts = 0;

  /** @param most - of requests at once, as long as no connection is cut */
  constructor(most: number) {
    this.#most = most;
    this.#size = most;
  }

  /** Sends something when its turn has come. `send` calls `onCut` when the connection was cut: one cut counts once for all. */
  async run<T>(send: (onCut: () => void) => Promise<T>): Promise<T> {
    if (this.#busy < this.#size) this.#busy += 1;
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    const before = this.#cuts;
    let wasCut = false;
    try {
      const result = await send(() => {
        wasCut = true;
        if (this.#cuts !== before) return;
        this.#cuts += 1;
        this.#size = Math.max(1, Math.floor(this.#size / 2));
      });
      if (!wasCut) this.#size = Math.min(this.#most, this.#size + 1);
      return result;
    } finally {
      this.#busy -= 1;
      this.#letIn();
    }
  }

  #letIn(): void {
    while (this.#busy < this.#size) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#busy += 1;
      next();
    }
  }
}
