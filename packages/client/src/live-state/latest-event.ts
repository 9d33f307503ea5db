import { KumaTimeoutError } from "../errors/kuma-errors.ts";
import { waitFor } from "../transport/deadline.ts";
import type { CallSettings, Transport } from "../transport/transport.ts";

/**
 * Keeps the last payload of an event that the server sends by itself and that no request can ask for. A payload is
 * forgotten when the connection is lost, and comes again with the next log-in.
 */
export class LatestEvent {
  readonly #event: string;
  #value: { readonly payload: unknown } | undefined;
  readonly #waiting = new Set<() => void>();

  /** Takes the event's name. */
  constructor(event: string) {
    this.#event = event;
  }

  /** The listener to be attached before the socket connects. */
  readonly listen = (payload: unknown): void => {
    this.#value = { payload };
    for (const check of this.#waiting) check();
  };

  /** Forgets the payload, because it belongs to a connection that is gone. */
  forget(): void {
    this.#value = undefined;
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
