import { exchangeHttp, type HttpAnswer, type HttpExchange } from "./exchange-http.ts";

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** An answer, and where it came from. */
export interface FinalAnswer extends HttpAnswer {
  readonly url: URL;
  /** How many redirects led to it. */
  readonly redirects: number;
}

/** A redirect that is not followed. */
export class RedirectError extends Error {
  /** The class's name. */
  override readonly name = "RedirectError";
}

/** A URL as a message says it: a query may hold a secret. */
export function urlText(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function nextUrl({ url, socketPath }: HttpExchange, location: string): URL {
  const base = urlText(url);
  if (!URL.canParse(location, url.href)) throw new RedirectError(`${base} redirects to something that is no URL`);
  const next = new URL(location, url);
  if (next.protocol !== "http:" && next.protocol !== "https:") {
    throw new RedirectError(`${base} redirects to ${next.protocol}, which is not followed`);
  }
  if (socketPath !== undefined && next.origin !== url.origin) {
    throw new RedirectError(`${base} redirects to ${next.origin}, which is not behind the socket`);
  }
  return next;
}

/** The request after a redirect. Another host gets nothing that only the first one should see. */
function nextExchange(exchange: HttpExchange, { status }: HttpAnswer, url: URL): HttpExchange {
  const { body, ...rest } = exchange;
  const isElsewhere = url.origin !== exchange.url.origin;
  const keepsMethod = status === 307 || status === 308 || exchange.method === "HEAD" || exchange.method === "GET";
  return {
    ...rest,
    url,
    method: keepsMethod ? exchange.method : "GET",
    headers: isElsewhere ? {} : exchange.headers,
    ...(keepsMethod && body !== undefined && !isElsewhere ? { body } : {}),
  };
}

/**
 * Sends a request and follows redirects. The configured headers and the body go to the first origin only.
 *
 * @param first - the first request
 * @param most - how many redirects are followed; with 0 the redirect itself is the answer
 * @throws RedirectError when there are more, and what {@link exchangeHttp} throws
 */
export async function followRedirects(first: HttpExchange, most: number): Promise<FinalAnswer> {
  let exchange = first;
  for (let count = 0; ; count += 1) {
    const answer = await exchangeHttp(exchange);
    const { location, status } = answer;
    if (most === 0 || location === undefined || !redirects.has(status)) {
      return { ...answer, url: exchange.url, redirects: count };
    }
    const url = nextUrl(exchange, location);
    if (count === most) {
      throw new RedirectError(`${urlText(first.url)} redirects more than ${most} times, at last to ${urlText(url)}`);
    }
    exchange = nextExchange(exchange, answer, url);
  }
}
