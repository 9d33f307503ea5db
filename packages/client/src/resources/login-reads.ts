import { logIn } from "../auth/log-in.ts";
import type { SessionKind } from "../auth/session-kind.ts";
import { cookieOf, sessionTokenAuth } from "../auth/session-token-auth.ts";
import { Transport } from "../transport/transport.ts";
import type { ClientContext } from "./client-context.ts";

/** Somebody who waits for what the server sends after a log-in. */
export interface LoginReader {
  readonly event: string;
  readonly take: (args: readonly unknown[]) => void;
  readonly fail: (error: unknown) => void;
  /** Called when nobody waits any more. */
  onDone: () => void;
  isDone: boolean;
}

/** So many connections for log-ins are open at once. */
const mostAtOnce = 4;

/**
 * Log-ins on extra connections. After one the server sends everything it has, which keeps a server before 2.0 busy for
 * long. So a caller that asks while a few are under way shares the next one with all others who wait. Nobody joins one
 * that is under way already: its answer may be older than the question.
 */
class LoginReads {
  readonly #context: ClientContext;
  #waiting: LoginReader[] = [];
  #underWay = 0;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  add(reader: LoginReader): void {
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

  async #read(readers: readonly LoginReader[]): Promise<void> {
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
    const { token } = this.#context.session.current;
    const auth = token === undefined ? undefined : sessionTokenAuth(token);
    const cookie = cookieOf(auth);
    const kind = Promise.resolve<SessionKind>(cookie === undefined ? "token" : "cookie");
    const transport = await Transport.open({ ...settings, cookie, signal: done.signal }, listeners);
    try {
      await logIn(transport, auth, { kind });
      await allDone;
    } finally {
      await transport.close();
    }
  }
}

const readsOf = new WeakMap<Transport, LoginReads>();

/** Those of a client. */
export function loginReadsOf(context: ClientContext): LoginReads {
  const reads = readsOf.get(context.transport) ?? new LoginReads(context);
  readsOf.set(context.transport, reads);
  return reads;
}
