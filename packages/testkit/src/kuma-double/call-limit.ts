const minute = 60_000;

/** Allows so many calls in each minute since it was made, all clients together. */
export class CallLimit {
  readonly #perMinute: number;
  #startedAt = Date.now();
  #taken = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one; whether there was one left. */
  take(): boolean {
    const now = Date.now();
    if (now - this.#startedAt >= minute) {
      this.#startedAt = now;
      this.#taken = 0;
    }
    if (this.#taken >= this.#perMinute) return false;
    this.#taken += 1;
    return true;
  }
}
