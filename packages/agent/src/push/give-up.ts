/**
 * Signals that nobody waits for a push any more. Like an AbortSignal, but for one listener at a time: a host has one of
 * these for each monitor, and listens with every push.
 */
export class GiveUp {
  #isCalled = false;
  #listener: (() => void) | undefined;

  /** Whether it was called. */
  get isCalled(): boolean {
    return this.#isCalled;
  }

  /** Has this listener called, and no other; undefined when nobody listens any more. */
  listen(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  /** Once and for all. */
  call(): void {
    this.#isCalled = true;
    this.#listener?.();
  }
}
