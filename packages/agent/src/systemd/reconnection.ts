const firstWaitMs = 100;
const lastWaitMs = 5_000;

/** Tries again after waits that grow, so that a bus that stays away is not asked all the time. */
export class Reconnection {
  readonly #attempt: () => void;
  #waitMs = firstWaitMs;
  #timer: NodeJS.Timeout | undefined;

  constructor(attempt: () => void) {
    this.#attempt = attempt;
  }

  /** Plans the next attempt, unless one is planned. */
  soon(): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#waitMs * (0.5 + Math.random() / 2);
    this.#waitMs = Math.min(this.#waitMs * 2, lastWaitMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#attempt();
    }, waitMs);
  }

  succeeded(): void {
    this.#waitMs = firstWaitMs;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
