import type { Socket } from "node:net";

/** How long a connection may take to come about, TLS and a proxy included, in ms. */
export const connectTimeoutMs = 10_000;

/** How long an idle connection is kept, in ms: through one usual push period, but shorter than a firewall remembers it. */
const idleTimeoutMs = 60_000;

/** The agent ends an idle connection so long before the server does, in ms: a request in that moment would be lost. */
const marginMs = 1_000;

/** Something that waits for a connection, and can be ended. */
interface Waiting {
  destroy(error: Error): unknown;
  once(event: "close", listener: () => void): unknown;
}

/** The error of a connection that did not come about in time. */
export function noConnection(message: string): Error {
  return Object.assign(new Error(message), { code: "ETIMEDOUT" });
}

function named(name: "AbortError" | "TimeoutError", message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** The error of a request that took too long. */
export function tooLate(): Error {
  return named("TimeoutError", "no answer in time");
}

/** The error of a request whose answer nobody waits for any more. */
export function notWanted(): Error {
  return named("AbortError", "not wanted any more");
}

/**
 * Gives up on a connection that does not come about. An answer may take minutes, while the server notifies people;
 * a connection may not.
 *
 * @param waiting - ended when it took too long
 * @returns to be called when the connection stands
 */
export function limitWaiting(waiting: Waiting): () => void {
  const timer = setTimeout(() => waiting.destroy(noConnection("no connection in time")), connectTimeoutMs);
  const clear = (): void => clearTimeout(timer);
  waiting.once("close", clear);
  return clear;
}

/** Calls back once a socket is connected, which it may be already; for a socket of node:tls, after its handshake. */
export function whenConnected(socket: Socket, listener: () => void): void {
  // True for a socket of node:tls during the handshake.
  const { secureConnecting = false } = socket as { readonly secureConnecting?: boolean };
  if (!socket.connecting && !secureConnecting) listener();
  else socket.once(secureConnecting ? "secureConnect" : "connect", listener);
}

function idleMs(keepAlive: string | undefined): number {
  const [, seconds] = /^timeout=(\d+)/.exec(keepAlive ?? "") ?? [];
  if (seconds === undefined) return idleTimeoutMs;
  return Math.min(Math.max(Number(seconds) * 1_000 - marginMs, 1), idleTimeoutMs);
}

/**
 * Ends a connection when it was idle for long, or before the server ends it. Set once for each connection: the `timeout`
 * of an agent of node:http does the same with every request.
 *
 * @param socket - of the answer, which keeps it no longer than it lasts
 * @param keepAlive - reads the answer's header that may say how long the server keeps the connection
 */
export function limitIdle(socket: Socket, keepAlive: () => string | undefined): void {
  if (socket.timeout === undefined || socket.timeout === 0) socket.setTimeout(idleMs(keepAlive()));
}
