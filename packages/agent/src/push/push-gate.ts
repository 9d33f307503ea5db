import type { GiveUp } from "./give-up.ts";

/** So many pushes go to one server at once; what is more comes after them. */
const mostAtOnce = 20;

/** So many heartbeats at once: checks tick together, and a few kept connections carry them all. */
const mostHeartbeatsAtOnce = 4;

/** A push that the server holds for longer, because it notifies people, does not count any more, in ms. */
const heldAfterMs = 1_000;

/** A change that has to wait waits up to so much longer, in ms: whatever hit this host may have hit others as well. */
const jitterMs = 250;

/** Of a push on its way. */
export interface Place {
  readonly isChange: boolean;
  /** Monotonic ms. */
  readonly since: number;
}

/** How often it is looked whether those that wait may go, in ms. */
const lookAgainMs = 25;

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
  readonly #inside = new Set<Place>();
  readonly #changes = new Set<Waiting>();
  /** In order. */
  readonly #heartbeats = new Set<() => void>();
  /** Only while somebody waits: most pushes find room. */
  #timer: NodeJS.Timeout | undefined;

  /**
   * Waits for a place. One that gives up is let in at once.
   *
   * @param isChange - whether it is more than a heartbeat
   * @param giveUp - ends the waiting
   * @returns the place, to be given back
   */
  enter(isChange: boolean, giveUp: GiveUp): Place | Promise<Place> {
    if (this.#changes.size === 0 && this.#hasRoom(isChange)) return this.#take(isChange);
    return new Promise((resolve) => {
      const enter = (): void => {
        this.#changes.delete(waiting);
        this.#heartbeats.delete(enter);
        giveUp.listen(undefined);
        resolve(this.#take(isChange));
      };
      const waiting: Waiting = { readyAt: performance.now() + Math.random() * jitterMs, enter };
      if (isChange) this.#changes.add(waiting);
      else this.#heartbeats.add(enter);
      giveUp.listen(enter);
      this.#admit();
    });
  }

  /** Gives a place back. */
  leave(place: Place): void {
    this.#inside.delete(place);
    if (this.#changes.size > 0 || this.#heartbeats.size > 0) this.#admit();
  }

  #take(isChange: boolean): Place {
    const place = { isChange, since: performance.now() };
    this.#inside.add(place);
    return place;
  }

  #hasRoom(isChange: boolean): boolean {
    const heldBefore = performance.now() - heldAfterMs;
    let busy = 0;
    let heartbeats = 0;
    for (const place of this.#inside) {
      if (place.since <= heldBefore) continue;
      busy += 1;
      if (!place.isChange) heartbeats += 1;
    }
    return busy < mostAtOnce && (isChange || heartbeats < mostHeartbeatsAtOnce);
  }

  #admit(): void {
    if (this.#changes.size > 0) this.#admitChanges();
    for (const enter of this.#heartbeats) {
      if (this.#changes.size > 0 || !this.#hasRoom(false)) break;
      enter();
    }
    this.#lookAgain();
  }

  #admitChanges(): void {
    const now = performance.now();
    const inOrder = [...this.#changes].sort((a, b) => a.readyAt - b.readyAt);
    for (const { readyAt, enter } of inOrder) {
      if (readyAt > now || !this.#hasRoom(true)) break;
      enter();
    }
  }

  /**
   * A push that ends lets others in. Otherwise time does, as changes become ready and held ones do not count any more.
   */
  #lookAgain(): void {
    if (this.#timer !== undefined || (this.#changes.size === 0 && this.#heartbeats.size === 0)) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#admit();
    }, lookAgainMs);
  }
}
