import { readFileSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), "utf8");

/** The authority that signed the proxy's certificate, in PEM. */
export const testAuthority = fixture("ca.pem");

/** Something in front of a server on the loopback. */
export interface FrontDoor extends AsyncDisposable {
  readonly url: string;
}

/** Starts a proxy that ends TLS in front of a plain server, as nginx or Caddy would. */
export async function startTlsProxy(target: string, host = "127.0.0.1"): Promise<FrontDoor> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ cert: fixture("server.pem"), key: fixture("server-key.pem") }, (socket) => {
    const upstream = connect(Number(targetPort), "127.0.0.1");
    upstream.pipe(socket).pipe(upstream);
    for (const side of [upstream, socket]) {
      sockets.add(side);
      side
        .on("error", () => {})
        .on("close", () => {
          upstream.destroy();
          socket.destroy();
        });
    }
  });
  server.on("tlsClientError", () => {});
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
