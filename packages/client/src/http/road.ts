import { randomBytes } from "node:crypto";
import type { ClientRequest, IncomingMessage } from "node:http";
import { isIP, type Socket } from "node:net";
import { TLSSocket, type DetailedPeerCertificate } from "node:tls";

import { checkCallOptions } from "../arguments/check-call-options.ts";
import { checkRoute } from "../arguments/check-route.ts";
import { beginRequest } from "../transport/http-fetch.ts";
import { proxyFor } from "../transport/proxy.ts";
import { parseServerUrl } from "../urls/server-url.ts";
import type { HttpOptions } from "./http-options.ts";

/** The certificate of a server, or the one of its chain that ends first. */
export interface RoadCertificate {
  /** Whose it is, by its common name, such as `kuma.example.org`. */
  readonly subject: string;
  /** When it ends. */
  readonly validTo: Date;
}

/** The way from this machine to a server, as far as it leads. */
export interface Road {
  /** The HTTP proxy that it goes through, host and port; null for none. */
  readonly proxy: string | null;
  /** The addresses of the server's name, or of the proxy's; empty when nobody had to be asked. */
  readonly addresses: readonly string[];
  /** How long after the start each step was done, in ms; null for one that was not, or that there is not. */
  readonly reached: Readonly<Record<RoadStep, number | null>>;
  /** The one that ends first; null without TLS, and through a proxy. */
  readonly certificate: RoadCertificate | null;
  /** How far the server's clock is ahead of this machine's, in ms with an accuracy of a second; null when it does not say. */
  readonly clockAhead: number | null;
  /** Whether it lets WebSockets through; null when nothing answered, or a plain proxy is in between, which is not asked for them. */
  readonly hasWebSocket: boolean | null;
}

/** The steps of a request. */
export type RoadStep = "dns" | "tcp" | "tls" | "http";

const defaultTimeout = 10_000;

/**
 * Looks at the way to a server, step by step: the name, the connection, TLS, HTTP, WebSockets, and the server's clock. Two
 * requests, no log-in. A step that fails ends it; `connect()` says why.
 *
 * @param server - The server's address, with the base path.
 * @param options - `timeout` is for both requests together, 10 s by default.
 * @throws {@link KumaValidationError} alone: what is wrong with the server is the result.
 */
export async function examineRoad(server: string | URL, options: HttpOptions = {}): Promise<Road> {
  checkCallOptions(options);
  checkRoute(options);
  const url = parseServerUrl(server);
  const route = { url, headers: options.headers ?? {}, tls: options.tls ?? {}, proxy: proxyFor(options.proxy, url) };
  const deadline = AbortSignal.timeout(options.timeout ?? defaultTimeout);
  const isPlainProxy = route.proxy !== undefined && url.origin.startsWith("http:");
  const seen = new SeenRoad();
  const page = await beginRequest(route, new URL(`${url.href}/api/entry-page`));
  const date = await endOf(page, { ...options, deadline }, seen);
  let hasWebSocket: boolean | null = null;
  if (seen.reached.http !== null && !isPlainProxy) {
    const socketUrl = new URL(`${url.origin}${url.socketPath}?EIO=4&transport=websocket`);
    const upgrade = await beginRequest(route, socketUrl, { headers: upgradeHeaders() });
    hasWebSocket = await isUpgraded(upgrade, { ...options, deadline });
  }
  return {
    proxy: route.proxy?.host ?? null,
    addresses: [...seen.addresses],
    reached: seen.reached,
    certificate: route.proxy === undefined ? seen.certificate : null,
    clockAhead: date,
    hasWebSocket,
  };
}

/** Notes what the socket of a request goes through. */
class SeenRoad {
  readonly addresses = new Set<string>();
  readonly reached: Record<RoadStep, number | null> = { dns: null, tcp: null, tls: null, http: null };
  certificate: RoadCertificate | null = null;
  readonly #start = performance.now();

  note(step: RoadStep): void {
    this.reached[step] ??= Math.round(performance.now() - this.#start);
  }

  follow(socket: Socket): void {
    socket.on("lookup", (...[error, address, , host]: [Error | null, unknown, unknown, string]) => {
      // The DNS was not asked for an address that stands in the URL.
      if (error !== null || typeof address !== "string" || isIP(host) !== 0) return;
      this.addresses.add(address);
      this.note("dns");
    });
    socket.on("connect", () => this.note("tcp"));
    socket.on("secureConnect", () => {
      this.note("tls");
      if (socket instanceof TLSSocket) this.certificate = firstToEnd(socket.getPeerCertificate(true));
    });
  }
}

interface Patience {
  readonly signal?: AbortSignal | undefined;
  readonly deadline: AbortSignal;
}

/** How far the server's clock is ahead of ours by its answer, in ms; null when none came. */
async function endOf(request: ClientRequest, patience: Patience, seen: SeenRoad): Promise<number | null> {
  request.on("socket", (socket) => seen.follow(socket));
  const sent = Date.now();
  const answer = await answerTo(request, patience);
  if (answer === undefined) return null;
  seen.note("http");
  const date = Date.parse(answer.headers.date ?? "");
  answer.destroy();
  // The answer was written between the two, and its seconds are cut off.
  return Number.isNaN(date) ? null : Math.round(date + 500 - (sent + Date.now()) / 2);
}

async function isUpgraded(request: ClientRequest, patience: Patience): Promise<boolean> {
  const upgraded = new Promise<true>((resolve) => {
    request.once("upgrade", (_answer: IncomingMessage, socket: Socket) => {
      socket.destroy();
      resolve(true);
    });
  });
  const refused = answerTo(request, patience).then((answer) => {
    answer?.destroy();
    return false;
  });
  return await Promise.race([upgraded, refused]);
}

/** Undefined when none comes. */
function answerTo(request: ClientRequest, { signal, deadline }: Patience): Promise<IncomingMessage | undefined> {
  const stop = (): void => void request.destroy();
  deadline.addEventListener("abort", stop);
  signal?.addEventListener("abort", stop);
  return new Promise<IncomingMessage | undefined>((resolve) => {
    request.once("response", resolve);
    request.on("error", () => resolve(undefined));
    request.once("close", () => resolve(undefined));
    if (deadline.aborted || signal?.aborted === true) stop();
    request.end();
  }).finally(() => {
    deadline.removeEventListener("abort", stop);
    signal?.removeEventListener("abort", stop);
  });
}

function upgradeHeaders(): Readonly<Record<string, string>> {
  const key = randomBytes(16).toString("base64");
  return { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key };
}

/** Of a chain as it was sent: a certificate above the server's own may end before it. */
function firstToEnd(leaf: DetailedPeerCertificate): RoadCertificate | null {
  let first: RoadCertificate | null = null;
  const seen = new Set<DetailedPeerCertificate>();
  for (let one = leaf; !seen.has(one) && one?.valid_to !== undefined; one = one.issuerCertificate) {
    seen.add(one);
    const validTo = new Date(one.valid_to);
    // A root is trusted because it is here, not for its dates.
    const isRoot = seen.size > 1 && one.issuerCertificate === one;
    if (!isRoot && (first === null || validTo < first.validTo)) first = { subject: String(one.subject.CN), validTo };
  }
  return first;
}
