import { setMaxListeners } from "node:events";

/**
 * A signal that aborts with another one, after a time, or when its scope ends. Made by hand: on Node 20 a signal of
 * `AbortSignal.any` over `AbortSignal.timeout` may be garbage collected and then never aborts.
 */
export class AbortScope {
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param timeout - in ms; none by default */
  constructor(parent: AbortSignal, timeout?: number) {
    // One scope for each of many checks may hang on this one; it lets go of them all when it ends.
    setMaxListeners(0, this.#controller.signal);
    this.#parent = parent;
    this.#timer = timeout === undefined ? undefined : setTimeout(this.end, timeout);
    parent.addEventListener("abort", this.end, { once: true });
    if (parent.aborted) this.end();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborts the signal, and lets go of the other one. */
  readonly end = (): void => {
    clearTimeout(this.#timer);
    this.#parent.removeEventListener("abort", this.end);
    this.#controller.abort();
  };
}
