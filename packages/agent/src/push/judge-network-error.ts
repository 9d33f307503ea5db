import { ProxyError } from "./proxy-error.ts";
import type { PushFailure, PushFailureKind } from "./push-outcome.ts";

interface KnownError {
  readonly kind: PushFailureKind;
  readonly message: string;
}

const byCode: Readonly<Record<string, KnownError>> = {
  ENOTFOUND: { kind: "dns", message: "the server's name cannot be resolved (ENOTFOUND)" },
  EAI_AGAIN: { kind: "dns", message: "the server's name cannot be resolved at the moment (EAI_AGAIN)" },
  ECONNREFUSED: { kind: "connection-refused", message: "the server refused the connection (ECONNREFUSED)" },
  ECONNRESET: { kind: "connection-lost", message: "the connection was cut (ECONNRESET)" },
  EPIPE: { kind: "connection-lost", message: "the connection was cut (EPIPE)" },
  ECONNABORTED: { kind: "connection-lost", message: "the connection was cut (ECONNABORTED)" },
  EHOSTUNREACH: { kind: "unreachable", message: "there is no way to the server (EHOSTUNREACH)" },
  ENETUNREACH: { kind: "unreachable", message: "there is no way to the server (ENETUNREACH)" },
  ETIMEDOUT: { kind: "unreachable", message: "the server could not be reached in time (ETIMEDOUT)" },
};

/** The codes of node:tls and OpenSSL that speak of a certificate or of a broken handshake. */
const tlsCode = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/;

function codesOf(error: unknown): string[] {
  if (typeof error !== "object" || error === null) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  // Several addresses were tried: each has its own error.
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...("cause" in error ? codesOf(error.cause) : [])];
}

function judgeProxy({ proxy, status, cause }: ProxyError): PushFailure {
  if (status === undefined) {
    const what = judgeNetworkError(cause)
      .message.replaceAll("the server", "it")
      .replace(/; see server\.caFile$/, "");
    return { ok: false, kind: "proxy", message: `the proxy ${proxy} does not work: ${what}` };
  }
  const message =
    status === 407
      ? `the proxy ${proxy} wants a login (HTTP 407); see server.proxy`
      : `the proxy ${proxy} works, but makes no connection to the server (HTTP ${status}): it cannot, or it may not`;
  return { ok: false, kind: "proxy", message };
}

/**
 * Says why a request got no answer. The error's own text is left out: it can hold the URL, and with it the token.
 *
 * @param error - whatever the HTTP client threw
 */
export function judgeNetworkError(error: unknown): PushFailure {
  if (error instanceof ProxyError) return judgeProxy(error);
  if (error instanceof Error && error.name === "TimeoutError") {
    return { ok: false, kind: "timeout", message: "the server did not answer in time" };
  }
  const codes = codesOf(error);
  const known = codes.map((code) => byCode[code]).find((entry) => entry !== undefined);
  if (known !== undefined) return { ok: false, ...known };
  const tls = codes.find((code) => tlsCode.test(code));
  if (tls !== undefined) {
    return {
      ok: false,
      kind: "tls",
      message: `the server's certificate or TLS was not accepted (${tls}); see server.caFile`,
    };
  }
  if (codes.some((code) => code.startsWith("HPE_"))) {
    return { ok: false, kind: "not-the-push-endpoint", message: "what answered does not speak HTTP" };
  }
  return {
    ok: false,
    kind: "connection-lost",
    message: `the connection failed${codes[0] === undefined ? "" : ` (${codes[0]})`}`,
  };
}
