/** So many pushes go to one server at once; what is more comes after them. */
const mostAtOnce = 20;

/** So many heartbeats at once: checks tick together, and a few kept connections carry them all. */
const mostHeartbeatsAtOnce = 4;

/** A push that the server holds for longer, because it notifies people, does not count any more, in ms. */
const heldAfterMs = 1_000;

/** A change that has to wait waits up to so much longer, in ms: whatever hit this host may have hit others as well. */
const jitterMs = 250;

interface Waiting {
  readonly readyAt: number;
  readonly enter: () => void;
}

/**
 * Bounds how many pushes of one agent are on their way to one server, which is a single process with a single database.
 * Up to 20 go at once, of heartbeats 4. When more change in the same moment, because a bus or a network broke, the rest
 * follows as the first are answered, changes before heartbeats.
 */
export class PushGate {
  #busy = 0;
  #busyHeartbeats = 0;
  readonly #changes = new Set<Waiting>();
  /** In order. */
  readonly #heartbeats = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * Waits for a place. One that gives up is let in at once.
   *
   * @param isChange - whether it is more than a heartbeat
   * @param signal - ends the waiting
   * @returns gives the place back; may be called more than once
   */
  enter(isChange: boolean, signal: AbortSignal): Promise<() => void> {
    const hasRoom = isChange ? this.#busy < mostAtOnce && this.#changes.size === 0 : this.#takesHeartbeat;
    if (hasRoom) return Promise.resolve(this.#take(isChange));
    return new Promise((resolve) => {
      const enter = (): void => {
        this.#changes.delete(waiting);
        this.#heartbeats.delete(enter);
        signal.removeEventListener("abort", enter);
        resolve(this.#take(isChange));
      };
      const waiting: Waiting = { readyAt: performance.now() + Math.random() * jitterMs, enter };
      if (isChange) this.#changes.add(waiting);
      else this.#heartbeats.add(enter);
      signal.addEventListener("abort", enter, { once: true });
      this.#admit();
    });
  }

  get #takesHeartbeat(): boolean {
    return this.#busy < mostAtOnce && this.#busyHeartbeats < mostHeartbeatsAtOnce && this.#changes.size === 0;
  }

  #take(isChange: boolean): () => void {
    let isInside = true;
    this.#busy += 1;
    if (!isChange) this.#busyHeartbeats += 1;
    const leave = (): void => {
      if (!isInside) return;
      isInside = false;
      clearTimeout(held);
      this.#busy -= 1;
      if (!isChange) this.#busyHeartbeats -= 1;
      this.#admit();
    };
    const held = setTimeout(leave, heldAfterMs);
    held.unref();
    return leave;
  }

  #admit(): void {
    if (this.#changes.size > 0) this.#admitChanges();
    for (const enter of this.#heartbeats) {
      if (!this.#takesHeartbeat) break;
      enter();
    }
  }

  #admitChanges(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const inOrder = [...this.#changes].toSorted((a, b) => a.readyAt - b.readyAt);
    const ready = inOrder.filter(({ readyAt }) => readyAt <= now);
    for (const { enter } of ready.slice(0, Math.max(0, mostAtOnce - this.#busy))) enter();
    const next = inOrder[ready.length];
    if (next !== undefined) this.#timer = setTimeout(() => this.#admit(), Math.ceil(next.readyAt - now));
  }
}
