import { KumaConnectionError } from "../errors/kuma-connection-error.ts";
import type { KumaConnectionErrorCode } from "../errors/kuma-connection-error.ts";
import type { Route } from "./transport-settings.ts";

const codesBySystemError: Readonly<Record<string, KumaConnectionErrorCode>> = {
  ENOTFOUND: "KUMA_CONNECTION_DNS",
  EAI_AGAIN: "KUMA_CONNECTION_DNS",
  EAI_FAIL: "KUMA_CONNECTION_DNS",
  ECONNREFUSED: "KUMA_CONNECTION_REFUSED",
  EHOSTUNREACH: "KUMA_CONNECTION_UNREACHABLE",
  ENETUNREACH: "KUMA_CONNECTION_UNREACHABLE",
  EHOSTDOWN: "KUMA_CONNECTION_UNREACHABLE",
  ETIMEDOUT: "KUMA_CONNECTION_UNREACHABLE",
  EADDRNOTAVAIL: "KUMA_CONNECTION_UNREACHABLE",
};

const tlsCode = /^(?:ERR_(?:TLS|SSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO$)/;
const speaksPlainHttp = /wrong version number|packet length too long|EPROTO/i;

/** The first system error code in an error, what caused it, and the members of an `AggregateError`. */
function systemErrorOf(error: unknown, depth = 0): Reason | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string" && !code.startsWith("UND_")) return { code, message: error.message };
  const inner: unknown[] = error instanceof AggregateError ? [...error.errors] : [];
  for (const next of [error.cause, ...inner]) {
    const found = systemErrorOf(next, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Reason {
  readonly code: string;
  readonly message: string;
}

function isPlainHttp(reason: Reason): boolean {
  return speaksPlainHttp.test(`${reason.code} ${reason.message}`);
}

function sentence(code: KumaConnectionErrorCode, route: Route, reason: Reason): string {
  const server = new URL(route.url.origin);
  // Below TLS, only the proxy is talked to.
  const { host, hostname } = route.proxy !== undefined && code !== "KUMA_CONNECTION_TLS" ? route.proxy.url : server;
  if (code === "KUMA_CONNECTION_DNS") return `The host name ${hostname} has no address (${reason.code}).`;
  if (code === "KUMA_CONNECTION_REFUSED") return `Nothing listens at ${host}: the connection was refused.`;
  if (code === "KUMA_CONNECTION_TLS") {
    return `No trusted TLS connection to ${host}: ${isPlainHttp(reason) ? "it answered without TLS" : reason.message || reason.code}.`;
  }
  return `The host ${host} cannot be reached (${reason.code}).`;
}

function hint(code: KumaConnectionErrorCode, route: Route, reason: Reason): string | undefined {
  if (code === "KUMA_CONNECTION_TLS") {
    return isPlainHttp(reason) ? "The server does not speak TLS on that port: start the URL with http://." : undefined;
  }
  if (route.proxy === undefined) return undefined;
  return `${route.proxy.host} is the proxy: check the option, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`;
}

/**
 * Turns a failure below HTTP (DNS, TCP, TLS) into an error with a reason.
 *
 * @param error - What the socket or `fetch` reported.
 * @param route - Where the connection should have gone.
 * @returns `undefined` when the error does not come from below HTTP.
 */
export function networkFailure(error: unknown, route: Route): KumaConnectionError | undefined {
  const reason = systemErrorOf(error);
  if (reason === undefined) return undefined;
  const code = codesBySystemError[reason.code] ?? (tlsCode.test(reason.code) ? "KUMA_CONNECTION_TLS" : undefined);
  if (code === undefined) return undefined;
  return new KumaConnectionError(code, sentence(code, route, reason), {
    cause: error,
    hint: hint(code, route, reason),
  });
}
