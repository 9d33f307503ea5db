import { KumaTimeoutError } from "../errors/kuma-errors.ts";
import { waitFor } from "../transport/deadline.ts";
import type { CallSettings, Transport } from "../transport/transport.ts";

/** How long a payload is remembered after it came, in ms, and how many are: a client that has read it then may still write it back. */
const remembered = { time: 5_000, most: 16 };

interface Remembered {
  readonly payload: unknown;
  /** On a clock that nobody sets, in ms. */
  readonly at: number;
}

/**
 * Keeps the last payload of an event that the server sends by itself and that no request can ask for. A payload is
 * forgotten when the connection is lost, and comes again with the next log-in.
 */
export class LatestEvent {
  readonly #event: string;
  #value: { readonly payload: unknown } | undefined;
  #recent: readonly Remembered[] = [];
  readonly #waiting = new Set<() => void>();

  /** Takes the event's name. */
  constructor(event: string) {
    this.#event = event;
  }

  /** The listener to be attached before the socket connects. */
  readonly listen = (payload: unknown): void => {
    this.#value = { payload };
    this.#recent = [...this.#young().slice(1 - remembered.most), { payload, at: performance.now() }];
    for (const check of this.#waiting) check();
  };

  /** Whether it has come on this connection. */
  get isThere(): boolean {
    return this.#value !== undefined;
  }

  /** The payloads of the last seconds, oldest first. */
  get recent(): readonly unknown[] {
    return this.#young().map(({ payload }) => payload);
  }

  #young(): readonly Remembered[] {
    const since = performance.now() - remembered.time;
    return this.#recent.filter(({ at }) => at >= since);
  }

  /** Forgets the payload, because it belongs to a connection that is gone. */
  forget(): void {
    this.#value = undefined;
    this.#recent = [];
  }

  /**
   * The last payload; waits for the first one, and for the next log-in when the connection is lost meanwhile.
   *
   * @param options - `endsWithLoss` fails then instead.
   */
  get(transport: Transport, options: CallSettings & { readonly endsWithLoss?: boolean } = {}): Promise<unknown> {
    const timeout = options.timeout ?? transport.settings.timeouts.call;
    const what = `The server's "${this.#event}"`;
    const onTimeout = (): Error =>
      new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${what} did not come within ${timeout / 1000} s.`, { timeout });
    return waitFor<unknown>({ timeout, signal: options.signal, what, onTimeout }, ({ resolve, reject }) => {
      const check = (): void => {
        if (this.#value !== undefined) resolve(this.#value.payload);
      };
      const stopLoss = transport.onLoss((error, isFinal) => {
        if (isFinal || options.endsWithLoss === true) reject(error);
      });
      this.#waiting.add(check);
      check();
      return () => {
        this.#waiting.delete(check);
        stopLoss();
      };
    });
  }
}
