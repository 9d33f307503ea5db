import { KumaTimeoutError } from "../errors/kuma-errors.ts";
import { waitFor } from "../transport/deadline.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { loginReadsOf, type LoginReader } from "./login-reads.ts";

/** The awaited event among all that the server sends after a log-in. */
export interface WantedPayload<T> {
  /** The event's name. */
  readonly event: string;
  /** Names the thing in errors. */
  readonly what: string;
  /** Looks at each such event; gives the result once it is complete, and `undefined` until then. */
  readonly take: (...args: readonly unknown[]) => T | undefined;
}

/**
 * Reads a payload that the server sends only after a log-in and no request can ask for. It takes another connection,
 * because the client's own payload may be old. However many ask at once, few such connections are open at a time.
 */
export async function payloadFromLogin<T>(
  context: ClientContext,
  wanted: WantedPayload<T>,
  options: CallOptions = {},
): Promise<T> {
  await context.transport.ready(options);
  const { signal, timeout = context.transport.settings.timeouts.login } = options;
  const { event, what } = wanted;
  const onTimeout = (): Error =>
    new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${what} did not come within ${timeout / 1000} s.`, { timeout });
  return waitFor<T>({ timeout, signal, what, onTimeout }, ({ resolve, reject }) => {
    const take = (args: readonly unknown[]): void => {
      if (reader.isDone) return;
      try {
        const result = wanted.take(...args);
        if (result !== undefined) resolve(result);
      } catch (error) {
        // Nobody above the socket would hear of it.
        reject(error);
      }
    };
    const reader: LoginReader = { event, take, fail: reject, isDone: false, onDone: () => {} };
    const stopLoss = context.transport.onLoss((error, isFinal) => {
      if (isFinal) reject(error);
    });
    loginReadsOf(context).add(reader);
    return () => {
      stopLoss();
      reader.isDone = true;
      reader.onDone();
    };
  });
}
