import { validateHeaderName, validateHeaderValue, type OutgoingHttpHeaders } from "node:http";
import { openConnectionPool, type ConnectionPool, type TransportOptions } from "./connection-pool.ts";
import { directConnector } from "./direct-connector.ts";
import { exchange, type RequestLimits } from "./exchange.ts";
import { PlainConnections } from "./plain-connections.ts";
import type { ServerReply } from "./server-reply.ts";

type RequestOptions = Parameters<ConnectionPool["request"]>[0];

/** A server, and how to reach it. */
export interface ServerOptions extends TransportOptions {
  /** Its path is not looked at. */
  readonly url: URL;
  /** Of every request; the names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Way {
  readonly pool: ConnectionPool;
  /** Of every request. */
  readonly options: RequestOptions;
  /** For heartbeats; nothing may stand between. */
  readonly plain: PlainConnections | undefined;
}

/** Headers that are about the connection or the body. */
const hopHeaders = ["connection", "content-length", "expect", "te", "trailer", "transfer-encoding", "upgrade"];

function canBeSent([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Kept-alive connections to one server, opened when they are first needed, by node:http and node:https.
 *
 * Not by fetch, nor by what stands on it, as ky does: Node's own compiles WebAssembly, which a service without
 * executable memory may not; see docs/decisions/0005.
 */
export class ServerConnections {
  readonly #server: ServerOptions;
  #opening: Promise<Way> | undefined;
  #way: Way | undefined;
  #isClosed = false;

  constructor(server: ServerOptions) {
    this.#server = server;
  }

  /**
   * Asks for a path.
   *
   * @param path - with its query
   * @param limits - of all of it
   * @returns what the server, or something before it, answered; rejected when nothing did in time
   */
  get(path: string, limits: RequestLimits): Promise<ServerReply> {
    return this.#way === undefined ? this.#openAndGet(path, limits) : this.#getBy(this.#way, path, limits);
  }

  async #openAndGet(path: string, limits: RequestLimits): Promise<ServerReply> {
    return await this.#getBy(await this.#open(), path, limits);
  }

  #getBy(way: Way, path: string, limits: RequestLimits): Promise<ServerReply> {
    return limits.isHeartbeat === true && way.plain?.isOpen === true
      ? this.#getPlainly(way.plain, way, { path, limits })
      : this.#exchange(way, path, limits);
  }

  async #getPlainly(
    plain: PlainConnections,
    way: Way,
    { path, limits }: { path: string; limits: RequestLimits },
  ): Promise<ServerReply> {
    const until = performance.now() + limits.timeoutMs;
    const body = await plain.get(path, limits);
    if (body !== undefined) return { status: 200, body, headers: {} };
    return await this.#exchange(way, path, { ...limits, timeoutMs: Math.max(1, until - performance.now()) });
  }

  #exchange({ pool, options }: Way, path: string, limits: RequestLimits): Promise<ServerReply> {
    const { proxy } = this.#server;
    // In this order: what is spread before something else gets a hidden class of its own in V8, for each object anew.
    return exchange({ request: pool.request, options: { path, ...options }, limits, proxy });
  }

  /** Forgets connections that nothing is under way on: nobody knows whether they still lead anywhere. */
  dropIdle(): void {
    this.#way?.plain?.dropIdle();
    for (const socket of Object.values(this.#way?.pool.agent.freeSockets ?? {}).flat()) socket?.destroy();
  }

  close(): void {
    this.#isClosed = true;
    this.#way?.plain?.close();
    this.#way?.pool.agent.destroy();
  }

  /** As a list they are checked and put together once less for each request; what goes through a proxy must be changed on its way. */
  #headersFor({ host }: URL): OutgoingHttpHeaders | string[] {
    const { headers, proxy } = this.#server;
    if (proxy !== undefined) return { ...headers };
    return Object.entries({ host, ...headers }).flat();
  }

  #open(): Promise<Way> {
    this.#opening ??= this.#openOnce();
    return this.#opening;
  }

  async #openOnce(): Promise<Way> {
    const { url } = this.#server;
    const { protocol, hostname, port } = url;
    const pool = await openConnectionPool(protocol, this.#server);
    const plain = await this.#openPlain(pool);
    if (this.#isClosed) {
      pool.agent.destroy();
      plain?.close();
    }
    const host = hostname.replace(/^\[|\]$/g, "");
    const options = {
      protocol,
      host,
      ...(port === "" ? {} : { port }),
      ...pool.tls,
      agent: pool.agent,
      headers: this.#headersFor(url),
    };
    this.#way = { pool, options, plain };
    return this.#way;
  }

  async #openPlain({ tls }: ConnectionPool): Promise<PlainConnections | undefined> {
    const { url, headers, proxy } = this.#server;
    const lines = Object.entries({ host: url.host, connection: "keep-alive", ...headers });
    // What cannot be sent, or changes how answers come, is for the usual way.
    const isUsual = lines.every((line) => canBeSent(line)) && hopHeaders.every((name) => headers[name] === undefined);
    if (proxy !== undefined || !isUsual) return undefined;
    return new PlainConnections({
      connect: await directConnector(url, tls),
      headers: lines.map(([name, value]) => `${name}: ${value}\r\n`).join(""),
    });
  }
}
