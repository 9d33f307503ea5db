import { request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { readBody, type Body } from "./read-body.ts";

/** One request. */
export interface HttpExchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A Unix socket that is asked instead of the URL's host. */
  readonly socketPath?: string;
  /** PEM text of the authorities to trust instead of the usual ones. */
  readonly ca?: string;
  readonly insecure: boolean;
  readonly signal: AbortSignal;
}

/** Its answer. */
export interface HttpAnswer extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly location: string | undefined;
  readonly contentType: string;
}

function start({ url, method, headers, body, ca, insecure, socketPath, signal }: HttpExchange): ClientRequest {
  const isSecure = url.protocol === "https:";
  const options = {
    method,
    headers: {
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": "kuma-agent",
      ...headers,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    },
    // A connection of its own: what is looked at is whether one can be made.
    agent: false,
    signal,
    maxHeaderSize: 16 * 1024,
    autoSelectFamilyAttemptTimeout: 2_000,
    ...(socketPath === undefined ? {} : { socketPath }),
  } as const;
  if (!isSecure) return requestHttp(url, options);
  const name = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return requestHttps(url, {
    ...options,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca }),
    rejectUnauthorized: !insecure,
  });
}

/**
 * Sends one request over a connection of its own, reads the answer, and closes the connection.
 *
 * Node's fetch knows no authority, no Unix socket, and needs WebAssembly, which a service without executable memory has
 * not; ky stands on such a fetch, and libraries on node:http, such as got, would treble the program for what is left.
 *
 * @throws the errors of node:http and node:tls, UnreadableBodyError, and the reason of the signal
 */
export async function exchangeHttp(exchange: HttpExchange): Promise<HttpAnswer> {
  const { signal, body } = exchange;
  signal.throwIfAborted();
  const outgoing = start(exchange);
  const failed = new Promise<never>((_, reject) => {
    outgoing.on("error", (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
  failed.catch(() => undefined);
  const closed = new Promise<void>((resolve) => {
    outgoing.once("close", resolve);
  });
  try {
    const answered = new Promise<IncomingMessage>((resolve) => {
      outgoing.once("response", resolve);
    });
    outgoing.end(body);
    const incoming = await Promise.race([answered, failed]);
    const { headers, statusCode = 0, statusMessage = "" } = incoming;
    return {
      status: statusCode,
      statusText: statusMessage,
      location: headers.location,
      contentType: headers["content-type"] ?? "",
      ...(await Promise.race([readBody(incoming), failed])),
    };
  } finally {
    outgoing.destroy();
    await closed;
  }
}
