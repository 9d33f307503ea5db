import { request as requestHttp } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
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

async function send(request: Request, options: RequestOptions): Promise<IncomingMessage> {
  const start = new URL(request.url).protocol === "https:" ? requestHttps : requestHttp;
  const outgoing = start(request.url, {
    ...options,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    signal: request.signal,
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
  });
  if (request.body === null) outgoing.end();
  // Why it failed, the answer tells.
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
 * A `fetch` that goes where the connection goes: with its headers, its trust and its proxy, none of which Node's own can
 * be told of. It follows no redirect.
 *
 * @param route - How to reach the server.
 */
export function httpFetch(route: Route): typeof fetch {
  const { ca, rejectUnauthorized } = route.tls;
  return async (input, init) => {
    const request = new Request(input, init);
    for (const [name, value] of Object.entries(route.headers)) request.headers.set(name, value);
    const agents = await proxyAgents(route);
    const agent = new URL(request.url).protocol === "https:" ? agents?.tunnel : agents?.plain;
    const message = await send(request, {
      ...(agent === undefined ? {} : { agent }),
      ...(ca === undefined ? {} : { ca }),
      ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    });
    return responseOf(message, request.method);
  };
}
