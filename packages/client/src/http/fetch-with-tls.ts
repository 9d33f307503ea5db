import { request as requestHttps } from "node:https";
import type { TlsOptions } from "../connect-options.ts";

function headersOf(incoming: Readonly<Record<string, string | readonly string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming)) {
    if (value !== undefined) headers.set(name, typeof value === "string" ? value : value.join(", "));
  }
  return headers;
}

/**
 * A `fetch` that trusts a certificate authority of the caller's, which that of Node cannot be told. It sends no bodies and
 * follows no redirects.
 *
 * @param tls - Whom to trust.
 */
export function fetchWithTls(tls: TlsOptions): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { ca, rejectUnauthorized = true } = tls;
    return new Promise<Response>((resolve, reject) => {
      const outgoing = requestHttps(request.url, {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        signal: request.signal,
        rejectUnauthorized,
        ...(ca === undefined ? {} : { ca }),
      });
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("error", reject);
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const { statusCode = 502 } = incoming;
          const body = [204, 205, 304].includes(statusCode) ? null : Buffer.concat(chunks);
          resolve(new Response(body, { status: statusCode, headers: headersOf(incoming.headers) }));
        });
      });
      outgoing.end();
    });
  };
}
