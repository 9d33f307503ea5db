import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "./loopback-server.ts";

/** A TCP port on 127.0.0.1 that nobody listens on right now. */
export async function freePort(): Promise<number> {
  return await listenForAMoment(0);
}

/**
 * Makes sure that a port is free: otherwise the test would talk to the other server on it.
 *
 * @throws Error with the code `EADDRINUSE`.
 */
export async function demandFreePort(port: number): Promise<void> {
  await listenForAMoment(port);
}

async function listenForAMoment(wanted: number): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server, wanted);
  await closeServer(server);
  return port;
}
