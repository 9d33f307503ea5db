/** So many pushes go to one server at once; what is more comes after them. */
const mostAtOnce = 20;

/** A push that the server holds for longer, because it notifies people, does not count any more, in ms. */
const heldAfterMs = 1_000;

/** What has to wait waits up to so much longer, in ms: whatever hit this host may have hit others as well. */
const jitterMs = 250;

interface Waiting {
  readonly isChange: boolean;
  readonly readyAt: number;
  readonly enter: () => void;
}

/**
 * Bounds how many pushes of one agent are on their way to one server, which is a single process with a single database.
 * Up to 20 go at once. When more change in the same moment, because a bus or a network broke, the rest follows as the
 * first are answered, changes before heartbeats.
 */
export class PushGate {
  #busy = 0;
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * Waits for a place. One that gives up is let in at once.
   *
   * @param isChange - whether it is more than a heartbeat
   * @param signal - ends the waiting
   * @returns gives the place back; may be called more than once
   */
  enter(isChange: boolean, signal: AbortSignal): Promise<() => void> {
    if (this.#busy < mostAtOnce && this.#waiting.size === 0) return Promise.resolve(this.#take());
    return new Promise((resolve) => {
      const enter = (): void => {
        this.#waiting.delete(waiting);
        signal.removeEventListener("abort", enter);
        resolve(this.#take());
      };
      const waiting: Waiting = { isChange, readyAt: performance.now() + Math.random() * jitterMs, enter };
      this.#waiting.add(waiting);
      signal.addEventListener("abort", enter, { once: true });
      this.#admit();
    });
  }

  #take(): () => void {
    let isInside = true;
    this.#busy += 1;
    const leave = (): void => {
      if (!isInside) return;
      isInside = false;
      clearTimeout(held);
      this.#busy -= 1;
      this.#admit();
    };
    const held = setTimeout(leave, heldAfterMs);
    held.unref();
    return leave;
  }

  #admit(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.size === 0) return;
    const now = performance.now();
    const inOrder = [...this.#waiting].toSorted((a, b) => a.readyAt - b.readyAt);
    const ready = inOrder.filter(({ readyAt }) => readyAt <= now);
    const changesFirst = [...ready.filter(({ isChange }) => isChange), ...ready.filter(({ isChange }) => !isChange)];
    for (const waiting of changesFirst.slice(0, Math.max(0, mostAtOnce - this.#busy))) waiting.enter();
    const next = inOrder[ready.length];
    if (next !== undefined) this.#timer = setTimeout(() => this.#admit(), Math.ceil(next.readyAt - now));
  }
}
