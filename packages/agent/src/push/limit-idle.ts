import type { Socket } from "node:net";

/** How long an idle connection is kept, in ms: through one usual push period, not until a firewall forgets it. */
const idleTimeoutMs = 60_000;

/** So much before the server closes it, in ms: what is sent in that moment would have to be sent again. */
const marginMs = 1_000;

function idleMs(keepAlive: string | undefined): number {
  const [, seconds] = /^timeout=(\d+)/.exec(keepAlive ?? "") ?? [];
  if (seconds === undefined) return idleTimeoutMs;
  return Math.min(Math.max(Number(seconds) * 1_000 - marginMs, 1), idleTimeoutMs);
}

/**
 * Has a connection end when it was idle for long, or when the server is about to end it. Once for each connection: the
 * `timeout` of an agent of node:http does as much with every request.
 *
 * @param socket - of the answer, which keeps it no longer than it lasts
 * @param keepAlive - reads the header of the answer that may say how long the server keeps the connection
 */
export function limitIdle(socket: Socket, keepAlive: () => string | undefined): void {
  if (socket.timeout === undefined || socket.timeout === 0) socket.setTimeout(idleMs(keepAlive()));
}
