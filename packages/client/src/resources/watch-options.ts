/** Options of {@link Monitors.watch} and {@link KumaClient.events}. */
export interface WatchOptions {
  /** Ends it without an error. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How much is kept for a reader who is slower than the server; beyond that the oldest is dropped.
   *
   * @defaultValue `1_000`
   */
  readonly capacity?: number | undefined;
}

/** Something to be read with `for await`. It listens from the moment of the call that gave it. */
export interface Watch<T> extends AsyncIterableIterator<T, undefined>, AsyncDisposable {
  /** How many items the reader was too slow for since the beginning. */
  readonly dropped: number;
  /** Ends it; leaving the loop does so, too. */
  return(): Promise<IteratorResult<T, undefined>>;
}
