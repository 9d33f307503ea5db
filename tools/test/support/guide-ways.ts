import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, request as requestHttp } from "node:http";
import type { IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { join } from "node:path";
import { repositoryRoot } from "../../src/repository-root.ts";

const tlsFolder = join(repositoryRoot, "packages/client/test/fixtures/tls");

/** The ways between a guide's example and the server. */
export interface Ways extends AsyncDisposable {
  /** The environment that leads through them. */
  readonly env: Readonly<Record<string, string>>;
  /** What went through the HTTP proxy. */
  readonly tunnels: readonly string[];
}

const access = { "cf-access-client-id": "me", "cf-access-client-secret": "s3cret-word" };

function isLetIn({ headers }: IncomingMessage): boolean {
  return Object.entries(access).every(([name, value]) => headers[name] === value);
}

/** A web server in front: HTTPS, `/kuma` as base path, and only who has the headers of access. */
function startFront(target: URL): Server {
  const inside = ({ method, url = "", headers }: IncomingMessage) => {
    const path = url.replace(/^\/kuma/, "");
    return requestHttp({
      host: target.hostname,
      port: target.port,
      method,
      path,
      headers: { ...headers, host: target.host },
    });
  };
  const options = {
    cert: readFileSync(join(tlsFolder, "server.pem")),
    key: readFileSync(join(tlsFolder, "server-key.pem")),
  };
  const server = createHttpsServer(options, (request, response) => {
    if (!isLetIn(request) || request.url?.startsWith("/kuma/") !== true) {
      response.writeHead(403).end();
      return;
    }
    const upstream = inside(request).on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket) => {
    if (!isLetIn(request)) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upstream = inside(request).on("upgrade", (answer, other, first) => {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join("")}\r\n`);
      socket.write(first);
      other
        .on("error", () => socket.destroy())
        .pipe(socket.on("error", () => other.destroy()))
        .pipe(other);
    });
    upstream.on("error", () => socket.destroy()).end();
  });
  return server;
}

/** The HTTP proxy of a company. */
function startForwardProxy(tunnels: string[]): Server {
  const server = createHttpServer((_, response) => void response.writeHead(405).end());
  server.on("connect", ({ url = "" }: IncomingMessage, socket: Socket) => {
    tunnels.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  return server;
}

/** Starts both, on free ports of the loopback. */
export async function startWays(target: string): Promise<Ways> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const listen = async (server: Server): Promise<string> => {
    server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => {})));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const [front, proxy] = [startFront(new URL(target)), startForwardProxy(tunnels)];
  const env = {
    FRONT_URL: `https://${await listen(front)}/kuma`,
    PROXY_URL: `http://${await listen(proxy)}`,
    CA_FILE: join(tlsFolder, "ca.pem"),
    ACCESS_ID: access["cf-access-client-id"],
    ACCESS_SECRET: access["cf-access-client-secret"],
    NO_PROXY: "127.0.0.1",
  };
  return {
    env,
    tunnels,
    [Symbol.asyncDispose]: async () => {
      for (const server of [front, proxy]) server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.resolve();
    },
  };
}
