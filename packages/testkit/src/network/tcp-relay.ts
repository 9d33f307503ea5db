import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";

/** Stands between ssh and a host, and does harm on demand. */
export interface TcpRelay extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends every connection at once, like a router that is switched off and on. */
  cut(): void;
  /** Lets nothing through any more, in either direction, and says nothing: a cable that is pulled. */
  hang(): void;
  /** Lets new connections through again. */
  mend(): void;
}

/** Starts a relay to a port on 127.0.0.1. */
export async function startTcpRelay(to: number): Promise<TcpRelay> {
  const open = new Set<Socket>();
  let isHanging = false;
  const server = createServer((near) => {
    open.add(near);
    near.on("error", () => near.destroy());
    if (isHanging) return;
    const far = connect(to, "127.0.0.1");
    open.add(far);
    far.on("error", () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  const cut = (): void => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  return {
    port: address.port,
    cut,
    hang() {
      isHanging = true;
      for (const socket of open) socket.unpipe().pause();
    },
    mend() {
      isHanging = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
