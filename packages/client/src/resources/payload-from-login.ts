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

/** Somebody who waits for a payload. */
interface Reader {
  readonly event: string;
  readonly take: (args: readonly unknown[]) => void;
  readonly fail: (error: unknown) => void;
  /** Called when nobody waits any more. */
  onDone: () => void;
  isDone: boolean;
}

const mostAtOnce = 4;

/**
 * Log-ins on connections of their own. After one the server sends everything it has, which keeps a server before 2.0 busy
 * for long: whoever asks while a few are under way shares the next one with all others who wait. Nobody joins one that
 * is under way already: what it brought may be older than the question.
 */
class LoginReads {
  readonly #context: ClientContext;
  #waiting: Reader[] = [];
  #underWay = 0;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  add(reader: Reader): void {
    this.#waiting.push(reader);
    // Those who ask in the same moment come along.
    queueMicrotask(() => this.#next());
  }

  #next(): void {
    if (this.#underWay >= mostAtOnce) return;
    const readers = this.#waiting.filter(({ isDone }) => !isDone);
    this.#waiting = [];
    if (readers.length === 0) return;
    this.#underWay += 1;
    void this.#read(readers)
      .catch((error: unknown) => {
        for (const reader of readers) reader.fail(error);
      })
      .finally(() => {
        this.#underWay -= 1;
        this.#next();
      });
  }

  async #read(readers: readonly Reader[]): Promise<void> {
    const { settings } = this.#context.transport;
    const done = new AbortController();
    const allDone = new Promise<void>((resolve) => done.signal.addEventListener("abort", () => resolve()));
    for (const reader of readers) {
      reader.onDone = () => {
        if (readers.every(({ isDone }) => isDone)) done.abort();
      };
    }
    const hear = (event: string): ((...args: unknown[]) => void) => {
      const own = readers.filter((reader) => reader.event === event);
      return (...args) => {
        for (const reader of own) reader.take(args);
      };
    };
    const listeners = Object.fromEntries(readers.map(({ event }) => [event, hear(event)]));
    const transport = await Transport.open({ ...settings, signal: done.signal }, listeners);
    try {
      const { token } = this.#context.session.current;
      await logIn(transport, token === undefined ? undefined : sessionTokenAuth(token));
      await allDone;
    } finally {
      await transport.close();
    }
  }
}

const readsOf = new WeakMap<Transport, LoginReads>();

function loginReadsOf(context: ClientContext): LoginReads {
  const reads = readsOf.get(context.transport) ?? new LoginReads(context);
  readsOf.set(context.transport, reads);
  return reads;
}

/**
 * Reads what the server sends only after a log-in and no request can ask for, on a connection of its own: what the client's
 * own connection got may be old. However many ask at once, few such connections are open at a time.
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
    const reader: Reader = { event, take, fail: reject, isDone: false, onDone: () => {} };
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
