import { explainNetworkFailure, networkFailure, type NetworkFailureKind, type OtherSide } from "@kumakit/text";
import { ProxyError } from "./proxy.ts";
import type { PushFailure, PushFailureKind } from "./push-outcome.ts";

/** All others speak of the certificate or of TLS. */
const kinds: Readonly<Partial<Record<NetworkFailureKind, PushFailureKind>>> = {
  "name-unknown": "dns",
  "name-unanswered": "dns",
  "name-without-address": "dns",
  refused: "connection-refused",
  cut: "connection-lost",
  unreachable: "unreachable",
  timeout: "unreachable",
  "headers-too-long": "not-the-push-endpoint",
  "not-http": "not-the-push-endpoint",
  "no-socket": "connection-lost",
  "not-a-socket": "connection-lost",
  denied: "connection-lost",
  "own-limit": "connection-lost",
  other: "connection-lost",
};

function judgeProxy({ proxy, hostname, status, cause }: ProxyError): PushFailure {
  if (status === undefined) {
    const { message } = judge(cause, { name: proxy, host: hostname });
    return { ok: false, kind: "proxy", message: `the proxy does not work: ${message}` };
  }
  const message =
    status === 407
      ? `the proxy ${proxy} wants a login (HTTP 407); see server.proxy`
      : `the proxy ${proxy} works, but makes no connection to the server (HTTP ${status}): it cannot, or it may not`;
  return { ok: false, kind: "proxy", message };
}

function judge(error: unknown, side: OtherSide): PushFailure {
  if (error instanceof Error && error.name === "TimeoutError") {
    return { ok: false, kind: "timeout", message: `${side.name} did not answer in time` };
  }
  const failure = networkFailure(error);
  const kind = kinds[failure.kind] ?? "tls";
  // The error's own text can hold the URL, and with it the token.
  const words = failure.kind === "other" ? "the connection failed" : explainNetworkFailure(error, side);
  const { code } = failure;
  return { ok: false, kind, message: code === undefined || words.includes(code) ? words : `${words} (${code})` };
}

/**
 * Says why a request got no answer. The message holds no part of the URL but the host and port.
 *
 * @param error - thrown by the HTTP client
 * @param server - the URL of the server
 */
export function judgeNetworkError(error: unknown, { host, hostname }: URL): PushFailure {
  if (error instanceof ProxyError) return judgeProxy(error);
  const failure = judge(error, { name: "the server", place: host, host: hostname });
  return failure.kind === "tls" ? { ...failure, message: `${failure.message}; see server.caFile` } : failure;
}
