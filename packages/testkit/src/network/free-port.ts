import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "./loopback-server.ts";

/** A TCP port on 127.0.0.1 that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await closeServer(server);
  return port;
}
