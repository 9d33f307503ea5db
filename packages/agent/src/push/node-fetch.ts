import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { createProxyAgents } from "./proxy-agents.ts";
import { ProxyError } from "./proxy-error.ts";
import type { Proxy } from "./proxy-for.ts";

/** How to reach the server. */
export interface TransportOptions {
  /** PEM text of the authorities to trust instead of the usual ones. */
  readonly ca?: string;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** What stands between. */
  readonly proxy?: Proxy;
}

/** A `fetch` over kept-alive connections, and the way to close those. */
export interface Transport {
  readonly fetch: (input: string | URL | Request) => Promise<Response>;
  /** Forgets connections that nothing is under way on: nobody knows whether they still lead anywhere. */
  dropIdle(): void;
  close(): void;
}

/** The server's answers are a few bytes; a page of a proxy may be longer and is cut. */
const longestBody = 64 * 1024;

/** How long a connection may take to come about, TLS included, in ms. */
const connectTimeoutMs = 10_000;

/** How long an idle connection is kept, in ms: through one usual push period, not until a firewall forgets it. */
const idleTimeoutMs = 60_000;

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

async function responseOf(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestBody) break;
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const status = incoming.statusCode ?? 502;
  return new Response(withoutBody.has(status) ? null : Buffer.concat(chunks), { status, headers });
}

/**
 * Reads the answer. One that is no success may come from something that is about to go, such as the server that tells of
 * a migration: it stays as long as its connections do, so that this one must not be used again.
 */
async function answered(incoming: IncomingMessage): Promise<Response> {
  // Asked for now: once it is read, the answer has given its connection back.
  const { socket } = incoming;
  const response = await responseOf(incoming);
  if (!response.ok) socket.destroy();
  return response;
}

/**
 * Gives up on a connection that does not come about. An answer may take minutes, while the server notifies people;
 * a connection may not, nor may a proxy that is asked for one.
 */
function limitConnecting(outgoing: ClientRequest): void {
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

/**
 * A small `fetch` over node:http and node:https, for ky.
 *
 * Node's own fetch can be given neither an authority nor an agent without a second copy of undici, and undici
 * compiles WebAssembly, which a service without executable memory may not.
 *
 * @param options - which certificates to trust, and the proxy
 */
export function createTransport({ ca, insecure, proxy }: TransportOptions): Transport {
  // As many as there are monitors at most, because each pushes one beat at a time. No fewer: a server of version 2 holds
  // the push of a change until everybody was notified, and a heartbeat that waits behind such ones comes too late.
  const pool = { keepAlive: true, maxFreeSockets: 4, scheduling: "lifo", timeout: idleTimeoutMs } as const;
  const tls = { ...(ca === undefined ? {} : { ca }), rejectUnauthorized: insecure !== true };
  const { http, https } =
    proxy === undefined
      ? { http: new HttpAgent(pool), https: new HttpsAgent({ ...pool, ...tls }) }
      : createProxyAgents(proxy, { ...pool, ...tls });

  function send(input: Request): { readonly outgoing: ClientRequest; readonly response: Promise<Response> } {
    const url = new URL(input.url);
    const settings = { method: input.method, headers: Object.fromEntries(input.headers), signal: input.signal };
    const outgoing =
      url.protocol === "https:"
        ? requestHttps(url, { ...settings, ...tls, agent: https })
        : requestHttp(url, { ...settings, agent: http });
    limitConnecting(outgoing);
    const incoming = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve);
      if (proxy === undefined) outgoing.on("error", reject);
      else watchProxy(outgoing, proxy, reject);
    });
    outgoing.end();
    return { outgoing, response: incoming.then(answered) };
  }

  return {
    async fetch(input) {
      const request = input instanceof Request ? input : new Request(input);
      const first = send(request);
      try {
        return await first.response;
      } catch (error) {
        if (!wasStale(error, first.outgoing.reusedSocket)) throw error;
        return send(request).response;
      }
    },
    dropIdle() {
      for (const sockets of [http.freeSockets, https.freeSockets].flatMap((free) => Object.values(free))) {
        for (const socket of sockets ?? []) socket.destroy();
      }
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
