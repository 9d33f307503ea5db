import type { ClientRequest, IncomingMessage } from "node:http";
import { openConnectionPool, type ConnectionPool, type TransportOptions } from "./connection-pool.ts";
import { ProxyError } from "./proxy-error.ts";
import type { Proxy } from "./proxy-for.ts";

/** A `fetch` over kept-alive connections, and the way to close those. */
export interface Transport {
  readonly fetch: (request: Request, limits: RequestLimits) => Promise<Response>;
  /** Forgets connections that nothing is under way on: nobody knows whether they still lead anywhere. */
  dropIdle(): void;
  close(): void;
}

type RequestOptions = Parameters<ConnectionPool["request"]>[0];

/** A server, and the connections to it. */
interface Origin {
  readonly pool: ConnectionPool;
  readonly options: RequestOptions;
}

/** The server's answers are a few bytes; a page of a proxy may be longer and is cut. */
const longestBody = 64 * 1024;

/** How long a connection may take to come about, TLS included, in ms. */
const connectTimeoutMs = 10_000;

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** What is read of the answer's headers. */
const readHeaders = ["location", "retry-after"] as const;

/** How one request is limited. */
export interface RequestLimits {
  /** How long all of it may take, in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

function responseOf(incoming: IncomingMessage, body: Buffer): Response {
  const status = incoming.statusCode ?? 502;
  // The headers are only looked at to say what went wrong.
  if (status === 200) return new Response(body, { status });
  const headers = new Headers();
  for (const name of readHeaders) {
    const value = incoming.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  return new Response(withoutBody.has(status) ? null : body, { status, headers });
}

/**
 * Reads the answer. One that is no success may come from something that is about to go, such as the server that tells of
 * a migration: it stays as long as its connections do, so that this one must not be used again.
 */
function answered(incoming: IncomingMessage): Promise<Response> {
  // Asked for now: once it is read, the answer has given its connection back.
  const { socket } = incoming;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (): void => {
      const [first] = chunks;
      const response = responseOf(incoming, first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
      if (!response.ok || length > longestBody) socket.destroy();
      resolve(response);
    };
    incoming.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestBody) finish();
    });
    incoming.on("end", finish);
    incoming.on("error", reject);
  });
}

/**
 * Gives up on a connection that does not come about. An answer may take minutes, while the server notifies people;
 * a connection may not, nor may a proxy that is asked for one.
 */
function limitConnecting(outgoing: ClientRequest): void {
  if (outgoing.reusedSocket) return;
  const timer = setTimeout(() => {
    outgoing.destroy(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" }));
  }, connectTimeoutMs);
  const clear = (): void => clearTimeout(timer);
  outgoing.once("close", clear);
  outgoing.once("socket", (socket) => {
    // Of node:tls, as long as the handshake lasts.
    const { secureConnecting = false } = socket as { readonly secureConnecting?: boolean };
    if (!socket.connecting && !secureConnecting) clear();
    else socket.once(secureConnecting ? "secureConnect" : "connect", clear);
  });
}

/** Tells what goes wrong before there is a way to the server from what goes wrong with the server. */
function watchProxy(outgoing: ClientRequest, { url }: Proxy, reject: (error: unknown) => void): void {
  let isBehind = false;
  outgoing.once("proxyConnect", ({ statusCode = 200 }: { readonly statusCode?: number }) => {
    isBehind = true;
    if (statusCode === 200) return;
    reject(new ProxyError(url, { status: statusCode }));
    outgoing.destroy();
  });
  outgoing.on("socket", () => {
    isBehind = true;
  });
  outgoing.on("error", (cause) => {
    reject(isBehind ? cause : new ProxyError(url, { cause }));
  });
}

/** A kept-alive connection may be closed by the server at the very moment it is used again. */
function wasStale(error: unknown, reused: boolean): boolean {
  const { code } = error as { readonly code?: unknown };
  return reused && (code === "ECONNRESET" || code === "EPIPE");
}

function named(name: "AbortError" | "TimeoutError", message: string): Error {
  return Object.assign(new Error(message), { name });
}

/**
 * Does some work, and gives it up when the time is over or the signal says so; at once, whatever the request is doing.
 *
 * @param limits - of the work
 * @param work - tells of every request that it starts, and may ask whether it was given up
 */
function withinLimits(
  { timeoutMs, signal }: RequestLimits,
  work: (onStart: (outgoing: ClientRequest) => void, isOver: () => boolean) => Promise<Response>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let request: ClientRequest | undefined;
    let isOver = false;
    const giveUp = (error: Error): void => {
      isOver = true;
      reject(error);
      request?.destroy(error);
    };
    const stop = (): void => giveUp(named("AbortError", "not wanted any more"));
    const timer = setTimeout(() => giveUp(named("TimeoutError", "no answer in time")), timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };
    const onStart = (outgoing: ClientRequest): void => {
      request = outgoing;
    };
    if (signal?.aborted === true) stop();
    else {
      signal?.addEventListener("abort", stop);
      void work(onStart, () => isOver)
        .then(resolve, reject)
        .finally(settle);
    }
    if (isOver) settle();
  });
}

/**
 * A small `fetch` over node:http and node:https, for ky.
 *
 * Node's own fetch can be given neither an authority nor an agent without a second copy of undici, and undici
 * compiles WebAssembly, which a service without executable memory may not.
 *
 * @param options - which certificates to trust, and the proxy
 */
export function createTransport(transport: TransportOptions): Transport {
  const { proxy } = transport;
  const pools = new Map<string, Promise<ConnectionPool>>();
  const origins = new Map<string, Origin>();
  let isClosed = false;

  async function openOrigin(origin: string): Promise<Origin> {
    const { protocol, hostname, port } = new URL(origin);
    const opening = pools.get(protocol) ?? openConnectionPool(protocol, transport);
    pools.set(protocol, opening);
    const pool = await opening;
    if (isClosed) pool.agent.destroy();
    const host = hostname.replace(/^\[|\]$/g, "");
    const options = { protocol, host, ...(port === "" ? {} : { port }), ...pool.tls, agent: pool.agent };
    const opened = { pool, options };
    origins.set(origin, opened);
    return opened;
  }

  /** Sends once; `onStart` is handed the way to end it. */
  function send(
    { pool, options }: Origin,
    rest: RequestOptions,
    onStart: (outgoing: ClientRequest) => void,
  ): Promise<Response> {
    const outgoing = pool.request({ ...options, ...rest });
    limitConnecting(outgoing);
    onStart(outgoing);
    return new Promise<Response>((resolve, reject) => {
      outgoing.on("response", (incoming) => void answered(incoming).then(resolve, reject));
      if (proxy === undefined) outgoing.on("error", reject);
      else watchProxy(outgoing, proxy, reject);
      outgoing.end();
    });
  }

  return {
    fetch({ url, headers }, limits) {
      const end = url.indexOf("/", url.indexOf("//") + 2);
      const origin = end < 0 ? url : url.slice(0, end);
      const rest = { path: end < 0 ? "/" : url.slice(end), headers: Object.fromEntries(headers) };
      return withinLimits(limits, async (onStart, isOver) => {
        // All pushes go to the same server.
        const server = origins.get(origin) ?? (await openOrigin(origin));
        // Given up before it began: nobody could end it any more.
        if (isOver()) throw new Error("not sent");
        let reused = false;
        const start = (outgoing: ClientRequest): void => {
          reused = outgoing.reusedSocket;
          onStart(outgoing);
        };
        try {
          return await send(server, rest, start);
        } catch (error) {
          if (isOver() || !wasStale(error, reused)) throw error;
          return await send(server, rest, start);
        }
      });
    },
    dropIdle() {
      for (const { pool } of origins.values()) {
        for (const socket of Object.values(pool.agent.freeSockets).flat()) socket?.destroy();
      }
    },
    close() {
      isClosed = true;
      for (const { pool } of origins.values()) pool.agent.destroy();
    },
  };
}
