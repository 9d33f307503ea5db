import type { Socket } from "node:net";

/** How long a connection may take to come about, TLS and a proxy included, in ms. */
const connectTimeoutMs = 10_000;

/** Something that waits for a connection, and can be ended. */
interface Waiting {
  destroy(error: Error): unknown;
  once(event: "close", listener: () => void): unknown;
}

/**
 * Gives up on a connection that does not come about. An answer may take minutes, while the server notifies people;
 * a connection may not.
 *
 * @param waiting - ended when it took too long
 * @returns to be called when it has come about
 */
export function limitWaiting(waiting: Waiting): () => void {
  const timer = setTimeout(() => {
    waiting.destroy(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" }));
  }, connectTimeoutMs);
  const clear = (): void => clearTimeout(timer);
  waiting.once("close", clear);
  return clear;
}

/** Calls back as soon as a socket is connected, which it may be already; one of node:tls, when its handshake is over. */
export function whenConnected(socket: Socket, listener: () => void): void {
  // Of node:tls, as long as the handshake lasts.
  const { secureConnecting = false } = socket as { readonly secureConnecting?: boolean };
  if (!socket.connecting && !secureConnecting) listener();
  else socket.once(secureConnecting ? "secureConnect" : "connect", listener);
}
