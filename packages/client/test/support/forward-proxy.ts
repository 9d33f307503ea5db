import { once } from "node:events";
import { createServer, request as requestHttp } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** An HTTP proxy as companies have them between their machines and everything else. */
export interface ForwardProxy extends AsyncDisposable {
  readonly url: string;
  /** What went through: `CONNECT host:port`, or `GET http://…` without the query. */
  readonly requests: readonly string[];
}

/** How it behaves. */
export interface ForwardProxyOptions {
  /** `username:password` that it wants. */
  readonly credentials?: string;
  /** It tunnels nothing, as Squid does to a port other than 443. */
  readonly refusesTunnels?: boolean;
}

/** Starts one on a free port of the loopback. */
export async function startForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const { credentials } = options;
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString("base64")}`;
  const server = createServer((request, response) => {
    if (request.headers["proxy-authorization"] !== wanted) {
      response.writeHead(407, { "proxy-authenticate": "Basic" }).end();
      return;
    }
    requests.push(`${request.method} ${request.url?.split("?")[0]}`);
    const { "proxy-authorization": _, ...headers } = request.headers;
    const upstream = requestHttp(request.url ?? "", { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  });
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => {})));
  server.on("connect", (request, socket: Socket) => {
    const end = (line: string): void => void socket.end(`HTTP/1.1 ${line}\r\n\r\n`);
    if (request.headers["proxy-authorization"] !== wanted) return end("407 Proxy Authentication Required");
    requests.push(`CONNECT ${request.url}`);
    if (options.refusesTunnels === true) return end("403 Forbidden");
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname.replaceAll(/[[\]]/g, ""), () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream.on("error", () => socket.destroy()));
    socket.on("close", () => upstream.destroy());
    return undefined;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
