import { readFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";

export const certificates = fileURLToPath(new URL("../fixtures/certificates/", import.meta.url));

export function certificateOptions(name = "good"): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(`${certificates}${name}.pem`), key: readFileSync(`${certificates}key.pem`) };
}

const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Has a server listen on a free port of 127.0.0.1, or on another address, or a path. */
export async function listen(server: Server, where: { host?: string; path?: string } = {}): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(
      where.path === undefined ? { port: 0, host: where.host ?? "127.0.0.1" } : { path: where.path },
      resolve,
    );
  });
  const address = server.address();
  return where.path === undefined ? (address as AddressInfo).port : 0;
}

export function plainServer(onSocket: (socket: Socket) => void = () => undefined): Server {
  return createServer(onSocket);
}

export function tlsServer(certificate?: string, onSocket: (socket: Socket) => void = () => undefined): Server {
  const server = createTlsServer(certificateOptions(certificate), (socket) => {
    socket.on("error", () => undefined);
    onSocket(socket);
  });
  server.on("tlsClientError", () => undefined);
  return server;
}

/** Ends all servers and what is connected to them. */
export async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
        }),
    ),
  );
}
