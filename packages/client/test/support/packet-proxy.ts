import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import type { Socket } from "socket.io";
import { io } from "socket.io-client";

/** When a connection is cut: before the server has got a packet, or once it has. */
export type Cut = "before" | "after";

/** Stands between a client and a server, counts the client's packets and cuts its connection at some of them. */
export interface PacketProxy extends AsyncDisposable {
  /** To be used instead of the server's. */
  readonly url: string;
  /** How often each event was sent by the client. */
  readonly counts: Readonly<Record<string, number>>;
  /** Begins to count again. */
  reset(): void;
}

/** Passes on a question by HTTP, such as the one about how the server keeps its sessions. */
async function passOn(target: string, { url = "/", headers }: IncomingMessage, response: ServerResponse) {
  const { cookie = "" } = headers;
  const answer = await fetch(new URL(url, target), { headers: { cookie }, redirect: "manual" });
  const type = answer.headers.get("content-type") ?? "text/plain";
  response.writeHead(answer.status, { "content-type": type }).end(await answer.text());
}

/** The treatment of packets by a {@link PacketProxy}. */
export interface PacketTreatment {
  /** Says whether to cut at a packet, by its event and how many of those there were. */
  readonly cutAt?: (event: string, count: number) => Cut | undefined;
  /** How long each packet of the client is on its way, in ms. @defaultValue 0 */
  readonly delay?: number;
}

/** Starts one. It knows packets, not bytes: both ends speak socket.io with it. */
export async function startPacketProxy(
  target: string,
  { cutAt = () => undefined, delay = 0 }: PacketTreatment = {},
): Promise<PacketProxy> {
  let counts: Record<string, number> = {};
  const http = createServer((request, response) => {
    passOn(target, request, response).catch(() => response.destroy());
  });
  const server = new Server(http, { transports: ["websocket"], maxHttpBufferSize: 1e8 });
  server.on("connection", (client: Socket) => {
    // The session of a 3.0.
    const { cookie } = client.handshake.headers;
    const extraHeaders = cookie === undefined ? {} : { cookie };
    const upstream = io(target, { transports: ["websocket"], forceNew: true, reconnection: false, extraHeaders });
    const end = (): void => {
      upstream.disconnect();
      client.conn.close();
    };
    upstream.onAny((event: string, ...args: unknown[]) => client.emit(event, ...args));
    upstream.on("disconnect", end);
    upstream.on("connect_error", end);
    client.on("disconnect", end);
    client.onAny((event: string, ...args: unknown[]) => {
      const count = (counts[event] ?? 0) + 1;
      counts[event] = count;
      const cut = cutAt(event, count);
      if (cut === "before") return end();
      if (delay === 0) upstream.emit(event, ...args);
      else setTimeout(() => upstream.emit(event, ...args), delay);
      // The packet is on its way by then.
      if (cut === "after") setTimeout(end, 5);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    get counts() {
      return counts;
    },
    reset: () => {
      counts = {};
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
    },
  };
}
