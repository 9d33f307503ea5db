import { request as requestHttp } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { proxyAgents } from "./proxy.ts";
import type { Route } from "./transport-settings.ts";

const withoutBody = new Set([101, 204, 205, 304]);

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

/** The parts of a request besides the way to the server. */
interface OwnOptions {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Begins a request that goes where the connection goes: with its trust, its proxy and its headers.
 *
 * @param route - How to reach the server.
 * @param url - An address of it.
 */
export async function beginRequest(route: Route, url: URL, options: OwnOptions = {}): Promise<ClientRequest> {
  const { ca, rejectUnauthorized } = route.tls;
  const agents = await proxyAgents(route);
  const isEncrypted = url.protocol === "https:";
  const agent = isEncrypted ? agents?.tunnel : agents?.plain;
  return (isEncrypted ? requestHttps : requestHttp)(url, {
    ...options,
    headers: { ...options.headers, ...route.headers },
    ...(agent === undefined ? {} : { agent }),
    ...(ca === undefined ? {} : { ca }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  });
}

async function send(request: Request, outgoing: ClientRequest): Promise<IncomingMessage> {
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
  });
  if (request.body === null) outgoing.end();
  // The answer says why it failed.
  else await pipeline(request.body, outgoing).catch(() => {});
  return answer;
}

function responseOf(message: IncomingMessage, method: string): Response {
  const status = message.statusCode ?? 502;
  const hasBody = !withoutBody.has(status) && method !== "HEAD";
  if (!hasBody) message.resume();
  return new Response(hasBody ? (Readable.toWeb(message) as ReadableStream) : null, {
    status,
    statusText: message.statusMessage ?? "",
    headers: headersOf(message),
  });
}

/**
 * A `fetch` on the same way as the connection: with its headers, its trust and its proxy, all of which Node's own
 * `fetch` cannot take. It follows no redirect.
 *
 * @param route - How to reach the server.
 */
export function httpFetch(route: Route): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, signal } = request;
    const headers = Object.fromEntries(request.headers);
    const message = await send(request, await beginRequest(route, new URL(request.url), { method, signal, headers }));
    return responseOf(message, method);
  };
}
