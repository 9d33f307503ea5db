import { logIn } from "../auth/log-in.ts";
import { sessionTokenAuth } from "../auth/session-token-auth.ts";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import { waitFor } from "../transport/deadline.ts";
import { Transport } from "../transport/transport.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

/** What is waited for among all that the server sends after a log-in. */
export interface WantedPayload<T> {
  /** The event's name. */
  readonly event: string;
  /** Names the thing in errors. */
  readonly what: string;
  /** Looks at each such event; gives the result once it is complete, and `undefined` until then. */
  readonly take: (...args: readonly unknown[]) => T | undefined;
}

/**
 * Reads what the server sends only after a log-in and no request can ask for, on a connection of its own: what the client's
 * own connection got may be old.
 */
export async function payloadFromLogin<T>(
  context: ClientContext,
  wanted: WantedPayload<T>,
  options: CallOptions = {},
): Promise<T> {
  const { settings } = context.transport;
  const { signal, timeout = settings.timeouts.login } = options;
  const found: T[] = [];
  let onFound = (): void => {};
  const listen = (...args: unknown[]): void => {
    const result = wanted.take(...args);
    if (result === undefined) return;
    found.push(result);
    onFound();
  };
  const transport = await Transport.open({ ...settings, signal }, { [wanted.event]: listen });
  try {
    const { token } = context.session.current;
    await logIn(transport, token === undefined ? undefined : sessionTokenAuth(token));
    const onTimeout = (): Error =>
      new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${wanted.what} did not come within ${timeout / 1000} s.`, { timeout });
    return await waitFor<T>({ timeout, signal, what: wanted.what, onTimeout }, ({ resolve }) => {
      onFound = () => {
        for (const result of found.slice(0, 1)) resolve(result);
      };
      onFound();
      return () => {
        onFound = () => {};
      };
    });
  } finally {
    await transport.close();
  }
}
