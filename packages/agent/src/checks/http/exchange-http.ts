import { isIP } from "node:net";
import { urlToHttpOptions } from "node:url";
import { httpRequest } from "../shared/http-request.ts";
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

function tlsOf({ url, ca, insecure }: HttpExchange) {
  if (url.protocol !== "https:") return {};
  const name = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca }),
    rejectUnauthorized: !insecure,
  };
}

/**
 * Sends one request over a new connection, reads the answer, and closes the connection.
 *
 * @throws the errors of node:http and node:tls, UnreadableBodyError, and the reason of the signal
 */
export async function exchangeHttp(exchange: HttpExchange): Promise<HttpAnswer> {
  const { url, method, headers, body, socketPath, signal } = exchange;
  const options = {
    ...urlToHttpOptions(url),
    method,
    headers: {
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": "kuma-agent",
      ...headers,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    },
    // The check shows whether a connection can be made: a kept one would not.
    agent: false,
    maxHeaderSize: 16 * 1024,
    autoSelectFamilyAttemptTimeout: 2_000,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...tlsOf(exchange),
  } as const;
  return httpRequest({ options, body, signal }, async (incoming) => ({
    status: incoming.statusCode ?? 0,
    statusText: incoming.statusMessage ?? "",
    location: incoming.headers.location,
    contentType: incoming.headers["content-type"] ?? "",
    ...(await readBody(incoming)),
  }));
}
