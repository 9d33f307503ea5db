import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Something that listens on a free port of 127.0.0.1, and is no Uptime Kuma. */
export interface Loopback extends AsyncDisposable {
  readonly url: string;
  /** The first connection that somebody makes to it. */
  readonly connected: Promise<unknown>;
}

/** Takes connections and never says a word. */
export async function silentListener(): Promise<Loopback> {
  return listening(createServer((socket) => socket.on("error", () => {})));
}

/** Answers every request with a web page. */
export async function htmlSite(): Promise<Loopback> {
  return listening(
    createHttpServer((_, response) => {
      response.setHeader("content-type", "text/html").end("<!doctype html><title>An intranet</title>");
    }),
  );
}

/** The URL of a port that nobody listens on. */
export async function closedPort(): Promise<string> {
  const { url, [Symbol.asyncDispose]: close } = await silentListener();
  await close();
  return url;
}

async function listening(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  const connected = once(server, "connection");
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, connected, [Symbol.asyncDispose]: close };
}
