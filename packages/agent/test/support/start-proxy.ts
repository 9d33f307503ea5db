import { createServer, request as requestHttp } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** One request to a {@link TestProxy}. */
export interface ProxiedRequest {
  /** `CONNECT host:port`, or the method and the whole URL. */
  readonly line: string;
  readonly authorization: string | undefined;
}

/** A real forward proxy on 127.0.0.1. */
export interface TestProxy {
  readonly port: number;
  readonly requests: ProxiedRequest[];
  /** From now on it wants this user and password. */
  wantLogin(user: string, password: string): void;
  /** From now on it does not answer when it is asked for a connection. */
  hang(): void;
  /** Connections to it that are open. */
  readonly open: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export async function startProxy(): Promise<TestProxy> {
  const requests: ProxiedRequest[] = [];
  const open = new Set<Socket>();
  let wanted: string | undefined;
  let isHanging = false;
  const server = createServer((request, response) => {
    const authorization = request.headers["proxy-authorization"];
    requests.push({ line: `${request.method} ${request.url}`, authorization });
    if (wanted !== undefined && authorization !== wanted) {
      response.writeHead(407, { "proxy-authenticate": "Basic" }).end();
      return;
    }
    const { "proxy-authorization": _authorization, "proxy-connection": _connection, ...headers } = request.headers;
    const onward = requestHttp(request.url ?? "", { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.writeHead(503).end("cannot connect"));
    onward.end();
  });
  server.on("connect", (request, client: Socket) => {
    const authorization = request.headers["proxy-authorization"];
    requests.push({ line: `CONNECT ${request.url}`, authorization });
    if (isHanging) {
      client.on("end", () => client.end()).resume();
      return;
    }
    if (wanted !== undefined && authorization !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="p"\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = connect(Number(port), hostname.replace(/^\[|\]$/g, ""));
    onward.once("connect", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(client).pipe(onward);
    });
    onward.on("error", () => client.end("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    client.on("error", () => onward.destroy());
    client.on("close", () => onward.destroy());
  });
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    open,
    wantLogin(user, password) {
      wanted = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    },
    hang() {
      isHanging = true;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
