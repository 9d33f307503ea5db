import type { OutgoingHttpHeaders } from "node:http";
import { openConnectionPool, type ConnectionPool, type TransportOptions } from "./connection-pool.ts";
import { exchange, type RequestLimits } from "./exchange.ts";
import type { ServerReply } from "./judge-reply.ts";

type RequestOptions = Parameters<ConnectionPool["request"]>[0];

/** A server, and how to reach it. */
export interface ServerOptions extends TransportOptions {
  /** Its path is ignored. */
  readonly url: URL;
  /** Of every request; the names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

/** As sockets want it: an IPv6 address without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

interface Way {
  readonly pool: ConnectionPool;
  /** Of every request. */
  readonly options: RequestOptions;
}

/**
 * Kept-alive connections to one server, opened when they are first needed, by node:http and node:https.
 *
 * Not by fetch, nor by a library on top of it such as ky: Node's own fetch compiles WebAssembly, which a service without
 * executable memory may not; see docs/decisions/0005.
 */
export class ServerConnections {
  readonly #server: ServerOptions;
  #opening: Promise<Way> | undefined;
  #way: Way | undefined;
  #isClosed = false;
  /** One for all requests. */
  readonly #isOpen = (): boolean => !this.#isClosed;

  constructor(server: ServerOptions) {
    this.#server = server;
  }

  /**
   * Asks for a path.
   *
   * @param path - with its query
   * @param limits - of all of it
   * @returns the answer of the server, or of something before it; rejected when there was none in time
   */
  get(path: string, limits: RequestLimits): Promise<ServerReply> {
    return this.#way === undefined ? this.#openAndGet(path, limits) : this.#exchange(this.#way, path, limits);
  }

  async #openAndGet(path: string, limits: RequestLimits): Promise<ServerReply> {
    return await this.#exchange(await this.#open(), path, limits);
  }

  #exchange({ pool, options }: Way, path: string, limits: RequestLimits): Promise<ServerReply> {
    const { proxy } = this.#server;
    // In this order: V8 makes a new hidden class for each object whose spread part comes first.
    return exchange({ request: pool.request, options: { path, ...options }, limits, isOpen: this.#isOpen, proxy });
  }

  /** Forgets connections that nothing is under way on: nobody knows whether they still lead anywhere. */
  dropIdle(): void {
    for (const socket of Object.values(this.#way?.pool.agent.freeSockets ?? {}).flat()) socket?.destroy();
  }

  close(): void {
    this.#isClosed = true;
    this.#way?.pool.agent.destroy();
  }

  /** As a list, headers are checked once less for each request. Through a proxy they must be an object: its agent changes them. */
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
    if (this.#isClosed) pool.agent.destroy();
    const options = {
      protocol,
      host: hostOf(url),
      ...(port === "" ? {} : { port }),
      ...pool.tls,
      agent: pool.agent,
      headers: this.#headersFor(url),
    };
    this.#way = { pool, options };
    return this.#way;
  }
}
