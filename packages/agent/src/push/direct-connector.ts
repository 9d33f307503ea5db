import { connect, isIP, type Socket } from "node:net";
import type { ConnectionPool } from "./connection-pool.ts";
import { limitWaiting, whenConnected } from "./limit-connecting.ts";

/** Of every connection: what is written is whole, and is to go at once. */
const common = { noDelay: true, keepAlive: true } as const;

/** As sockets want it: an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/**
 * Opens connections straight to a server, without a proxy and without node:http; those with TLS resume the session of the
 * one before.
 *
 * @param url - of the server
 * @param tls - which certificates to trust
 */
export async function directConnector(url: URL, tls: ConnectionPool["tls"]): Promise<() => Socket> {
  const host = hostOf(url);
  const isHttps = url.protocol === "https:";
  const port = url.port === "" ? (isHttps ? 443 : 80) : Number(url.port);
  if (!isHttps) return () => limited(connect({ ...common, host, port }));
  const { connect: connectTls } = await import("node:tls");
  const options = { ...common, ...tls, host, port, servername: isIP(host) === 0 ? host : "" };
  let session: Buffer | undefined;
  return () => {
    const socket = connectTls({
      ...options,
      ALPNProtocols: ["http/1.1"],
      ...(session === undefined ? {} : { session }),
    });
    let isSecure = false;
    socket.once("secureConnect", () => (isSecure = true));
    socket.on("session", (fresh) => (session = fresh));
    // A server that cannot go on with a session may do no more than end the connection.
    socket.on("close", (hadError) => {
      if (hadError || !isSecure) session = undefined;
    });
    return limited(socket);
  };
}

function limited(socket: Socket): Socket {
  whenConnected(socket, limitWaiting(socket));
  return socket;
}
