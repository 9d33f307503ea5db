import { ProxyError } from "./proxy.ts";
import type { PushFailure, PushFailureKind } from "./push-outcome.ts";

/** How a message speaks of the other side of the connection. */
interface Party {
  readonly name: string;
  readonly owner: string;
  /** The setting that names its authority. */
  readonly authority?: string;
}

const theServer: Party = { name: "the server", owner: "the server's", authority: "server.caFile" };
/** After the proxy was named. */
const it: Party = { name: "it", owner: "its" };

interface KnownError {
  readonly kind: PushFailureKind;
  readonly message: (party: Party) => string;
}

const isCut = { kind: "connection-lost", message: () => "the connection was cut" } as const;
const isBeyondReach = { kind: "unreachable", message: ({ name }: Party) => `there is no way to ${name}` } as const;

const byCode: Readonly<Record<string, KnownError>> = {
  ENOTFOUND: { kind: "dns", message: ({ owner }) => `${owner} name cannot be resolved` },
  EAI_AGAIN: { kind: "dns", message: ({ owner }) => `${owner} name cannot be resolved at the moment` },
  ECONNREFUSED: { kind: "connection-refused", message: ({ name }) => `${name} refused the connection` },
  ECONNRESET: isCut,
  EPIPE: isCut,
  ECONNABORTED: isCut,
  EHOSTUNREACH: isBeyondReach,
  ENETUNREACH: isBeyondReach,
  ETIMEDOUT: { kind: "unreachable", message: ({ name }) => `${name} could not be reached in time` },
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
    return { ok: false, kind: "proxy", message: `the proxy ${proxy} does not work: ${judge(cause, it).message}` };
  }
  const message =
    status === 407
      ? `the proxy ${proxy} wants a login (HTTP 407); see server.proxy`
      : `the proxy ${proxy} works, but makes no connection to the server (HTTP ${status}): it cannot, or it may not`;
  return { ok: false, kind: "proxy", message };
}

function judge(error: unknown, party: Party): PushFailure {
  if (error instanceof Error && error.name === "TimeoutError") {
    return { ok: false, kind: "timeout", message: `${party.name} did not answer in time` };
  }
  const codes = codesOf(error);
  for (const code of codes) {
    const known = byCode[code];
    if (known !== undefined) return { ok: false, kind: known.kind, message: `${known.message(party)} (${code})` };
  }
  const tls = codes.find((code) => tlsCode.test(code));
  if (tls !== undefined) {
    const advice = party.authority === undefined ? "" : `; see ${party.authority}`;
    return { ok: false, kind: "tls", message: `${party.owner} certificate or TLS was not accepted (${tls})${advice}` };
  }
  if (codes.some((code) => code.startsWith("HPE_"))) {
    return { ok: false, kind: "not-the-push-endpoint", message: "the answer is not HTTP" };
  }
  return {
    ok: false,
    kind: "connection-lost",
    message: `the connection failed${codes[0] === undefined ? "" : ` (${codes[0]})`}`,
  };
}

/**
 * Says why a request got no answer. The error's own text is left out: it can hold the URL, and with it the token.
 *
 * @param error - thrown by the HTTP client
 */
export function judgeNetworkError(error: unknown): PushFailure {
  return error instanceof ProxyError ? judgeProxy(error) : judge(error, theServer);
}
