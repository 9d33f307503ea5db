import type { ReceivedAlert } from "./received-alert.ts";

/** How an {@link AlertSink} answers from now on. */
export interface SinkAnswer {
  /** HTTP status. Default: 200. */
  readonly status?: number;
  /** How long it lets the sender wait, in ms. Default: 0. */
  readonly delay?: number;
}

/** A small web server on 127.0.0.1 that stands for a chat channel. */
export interface AlertSink extends AsyncDisposable {
  /** Give this to a webhook notification. */
  readonly url: string;
  /** Everything received, in the order in which it came. */
  readonly alerts: readonly ReceivedAlert[];
  /**
   * The first alert that is like that, of those that came and those to come.
   *
   * @param options - `timeout` in ms, default 20 000
   * @throws Error that shows what came instead.
   */
  waitFor(
    predicate: (alert: ReceivedAlert) => boolean,
    options?: { readonly timeout?: number },
  ): Promise<ReceivedAlert>;
  /** Changes how it answers. */
  respondWith(answer: SinkAnswer): void;
  close(): Promise<void>;
}
