import type { Heartbeat, KumaClient } from "@kumakit/client";

type BeatWatch = ReturnType<KumaClient["monitors"]["watch"]>;

/** The heartbeats of a monitor, of which one after the other is waited for. */
export class StateChanges implements AsyncDisposable {
  readonly #watch: BeatWatch;
  #pending: ReturnType<BeatWatch["next"]> | undefined;

  /** @param watch - ends together with this */
  constructor(watch: BeatWatch) {
    this.#watch = watch;
  }

  /**
   * The next heartbeat that says this; earlier ones are passed over.
   *
   * @param patience - in ms
   * @returns undefined when there is none within that time, or the watch has ended
   * @throws KumaError when the connection is lost for good; AbortError
   */
  async next(status: Heartbeat["status"], patience: number, signal: AbortSignal): Promise<Heartbeat | undefined> {
    signal.throwIfAborted();
    let giveUp = (): void => {};
    const isOver = new Promise<undefined>((resolve) => {
      giveUp = () => resolve(undefined);
    });
    const timer = setTimeout(giveUp, Math.max(0, patience));
    const abort = (): void => giveUp();
    signal.addEventListener("abort", abort);
    try {
      for (;;) {
        // One that nobody has waited for to its end is still the next one.
        this.#pending ??= this.#watch.next();
        const item = await Promise.race([this.#pending, isOver]);
        signal.throwIfAborted();
        if (item === undefined) return undefined;
        this.#pending = undefined;
        if (item.done === true) return undefined;
        if (item.value.status === status) return item.value;
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pending?.catch(() => undefined);
    await this.#watch.return();
  }
}
