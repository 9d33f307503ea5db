import { once } from "node:events";
import { connect as connectPlain, isIP, isIPv6, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** An IPv6 address may stand in brackets, as in a URL. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}

/** Where something listens. */
export type NetworkTarget =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "socket"; readonly path: string };

/** A TCP target; brackets around an IPv6 address are taken off. */
export function tcpTarget(host: string, port: number): NetworkTarget {
  return { kind: "tcp", host: bareHost(host), port };
}

/** How messages call it: `db.example:5432`, `[::1]:22` or the socket's path. */
export function placeOf(target: NetworkTarget): string {
  if (target.kind === "socket") return target.path;
  return `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
}

/** How TLS is spoken. */
export interface TlsOptions {
  /** The name that is asked for, and looked for in the certificate; the host unless given. */
  readonly serverName?: string;
  /** PEM text of the authorities to trust instead of the usual ones. */
  readonly ca?: string;
  /** Whether a certificate that is not trusted ends the connection. */
  readonly mustTrust: boolean;
}

/** A connection to make. */
export interface ConnectionOptions {
  readonly target: NetworkTarget;
  readonly tls?: TlsOptions;
  /** Ends the connection; see `startDeadline`. */
  readonly signal: AbortSignal;
}

/** Of a name with several addresses each one gets this long before the next one is tried, in ms. */
const attemptMs = 2_000;

function addressOf(target: NetworkTarget) {
  return target.kind === "socket"
    ? { path: target.path }
    : { host: target.host, port: target.port, autoSelectFamilyAttemptTimeout: attemptMs };
}

function open({ target, tls }: ConnectionOptions): Socket {
  if (tls === undefined) return connectPlain(addressOf(target));
  const host = target.kind === "tcp" ? target.host : "localhost";
  const name = tls.serverName ?? host;
  return connectTls({
    ...addressOf(target),
    // An address is not a name that could be asked for.
    ...(isIP(name) === 0 ? { servername: name } : { servername: "", host: name }),
    ...(target.kind === "tcp" ? { host: target.host } : {}),
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    rejectUnauthorized: tls.mustTrust,
  });
}

/**
 * Makes a connection, hands it over, and closes it, however that ends. Nothing is left behind.
 *
 * @param options - where to, and the limit
 * @param use - gets the connection once it stands, TLS included
 * @throws the errors of node:net and node:tls, and the reason of the signal
 */
export async function withConnection<T>(options: ConnectionOptions, use: (socket: Socket) => Promise<T>): Promise<T> {
  const { signal, tls } = options;
  signal.throwIfAborted();
  const socket = open(options);
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  const failed = new Promise<never>((_, reject) => {
    socket.on("error", reject);
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
  // Who lost the race is nobody's business any more.
  failed.catch(() => undefined);
  try {
    await Promise.race([once(socket, tls === undefined ? "connect" : "secureConnect", { signal }), failed]);
    return await Promise.race([use(socket), failed]);
  } finally {
    socket.destroy();
    await closed;
  }
}
