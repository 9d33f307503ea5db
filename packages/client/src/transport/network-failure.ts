import { explainNetworkFailure, networkFailure as meaningOf } from "@kumakit/text";
import type { NetworkFailureKind } from "@kumakit/text";
import { KumaConnectionError, type KumaConnectionErrorCode } from "../errors/kuma-errors.ts";
import type { Route } from "./transport-settings.ts";

/** The failures below HTTP. Others come from something that answers. */
const codes: Readonly<Partial<Record<NetworkFailureKind, KumaConnectionErrorCode>>> = {
  "name-unknown": "KUMA_CONNECTION_DNS",
  "name-unanswered": "KUMA_CONNECTION_DNS",
  "name-without-address": "KUMA_CONNECTION_DNS",
  refused: "KUMA_CONNECTION_REFUSED",
  unreachable: "KUMA_CONNECTION_UNREACHABLE",
  timeout: "KUMA_CONNECTION_UNREACHABLE",
  "certificate-expired": "KUMA_CONNECTION_TLS",
  "certificate-early": "KUMA_CONNECTION_TLS",
  "certificate-name": "KUMA_CONNECTION_TLS",
  "certificate-self-signed": "KUMA_CONNECTION_TLS",
  "certificate-untrusted": "KUMA_CONNECTION_TLS",
  "certificate-incomplete": "KUMA_CONNECTION_TLS",
  "no-tls": "KUMA_CONNECTION_TLS",
  tls: "KUMA_CONNECTION_TLS",
};

function sentence(error: unknown, code: KumaConnectionErrorCode, { proxy, url }: Route): string {
  // Below TLS, the client talks to the proxy alone.
  const isProxy = proxy !== undefined && code !== "KUMA_CONNECTION_TLS";
  const { host, hostname } = isProxy ? proxy.url : new URL(url.origin);
  const name = `${isProxy ? "the proxy" : "the server"} ${host}`;
  const words = explainNetworkFailure(error, { name, place: host, host: hostname });
  const { code: systemCode = "" } = meaningOf(error);
  const detail = words.includes(systemCode) ? "" : ` (${systemCode})`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${detail}.`;
}

function hint(code: KumaConnectionErrorCode, kind: NetworkFailureKind, { proxy }: Route): string | undefined {
  if (kind === "no-tls") return "The server does not speak TLS on that port: start the URL with http://.";
  if (proxy === undefined || code === "KUMA_CONNECTION_TLS") return undefined;
  return `${proxy.host} is the proxy: check the option, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`;
}

/**
 * Turns a failure below HTTP (DNS, TCP, TLS) into an error with a reason.
 *
 * @param error - The error of the socket or of `fetch`.
 * @param route - Where the connection should have gone.
 * @returns `undefined` when the error does not come from below HTTP.
 */
export function networkFailure(error: unknown, route: Route): KumaConnectionError | undefined {
  const { kind } = meaningOf(error);
  const code = codes[kind];
  if (code === undefined) return undefined;
  return new KumaConnectionError(code, sentence(error, code, route), {
    cause: error,
    hint: hint(code, kind, route),
  });
}
