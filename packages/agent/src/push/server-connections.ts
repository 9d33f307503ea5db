import type { OutgoingHttpHeaders } from "node:http";
import { openConnectionPool, type ConnectionPool, type TransportOptions } from "./connection-pool.ts";
import { hostOf } from "./direct-connector.ts";
import { exchange, type RequestLimits } from "./exchange.ts";
import { openPlainConnections } from "./open-plain-connections.ts";
import type { PlainConnections } from "./plain-connections.ts";
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

/**
 * Kept-alive connections to one server, opened when they are first needed, by node:http and node:https; for heartbeats by
 * {@link PlainConnections}.
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
      ? this.#getPlainly(way, way.plain, { path, limits })
      : this.#exchange(way, path, limits);
  }

  async #getPlainly(
    way: Way,
    plain: PlainConnections,
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
    const { protocol, port } = url;
    const pool = await openConnectionPool(protocol, this.#server);
    const plain = this.#server.proxy === undefined ? await openPlainConnections(this.#server, pool.tls) : undefined;
    if (this.#isClosed) {
      pool.agent.destroy();
      plain?.close();
    }
    const options = {
      protocol,
      host: hostOf(url),
      ...(port === "" ? {} : { port }),
      ...pool.tls,
      agent: pool.agent,
      headers: this.#headersFor(url),
    };
    this.#way = { pool, options, plain };
    return this.#way;
  }
}
