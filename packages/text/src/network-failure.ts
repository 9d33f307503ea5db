/** Why a connection failed. */
export type NetworkFailureKind =
  | "name-unknown"
  | "name-unanswered"
  | "name-without-address"
  | "refused"
  | "cut"
  | "unreachable"
  | "timeout"
  | "no-socket"
  | "not-a-socket"
  | "denied"
  | "own-limit"
  | "certificate-expired"
  | "certificate-early"
  | "certificate-name"
  | "certificate-self-signed"
  | "certificate-untrusted"
  | "certificate-incomplete"
  | "no-tls"
  | "tls"
  | "headers-too-long"
  | "not-http"
  | "other";

/** The meaning of a network error. */
export interface NetworkFailure {
  /** What happened. */
  readonly kind: NetworkFailureKind;
  /** The code that shows it, such as `ECONNREFUSED`; undefined when the error has none. */
  readonly code: string | undefined;
}

/** The words for the other side of a connection. */
export interface OtherSide {
  /** The subject of a sentence, such as `the server` or `db.example:5432`. */
  readonly name: string;
  /** The address, such as `db.example:5432` or the path of a socket. Default: `name`. */
  readonly place?: string | undefined;
  /** The name for the DNS and for the certificate. Default: `place`. */
  readonly host?: string | undefined;
}

const kinds: Readonly<Record<string, NetworkFailureKind>> = {
  ENOTFOUND: "name-unknown",
  EAI_FAIL: "name-unknown",
  EAI_AGAIN: "name-unanswered",
  ENODATA: "name-without-address",
  ECONNREFUSED: "refused",
  ECONNRESET: "cut",
  EPIPE: "cut",
  ECONNABORTED: "cut",
  UND_ERR_SOCKET: "cut",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ETIMEDOUT: "timeout",
  ENOENT: "no-socket",
  ENOTDIR: "no-socket",
  ENOTSOCK: "not-a-socket",
  EACCES: "denied",
  EPERM: "denied",
  EMFILE: "own-limit",
  ENFILE: "own-limit",
  ENOMEM: "own-limit",
  ENOBUFS: "own-limit",
  CERT_HAS_EXPIRED: "certificate-expired",
  CERT_NOT_YET_VALID: "certificate-early",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-name",
  HOSTNAME_MISMATCH: "certificate-name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-incomplete",
  ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no-tls",
  HPE_HEADER_OVERFLOW: "headers-too-long",
};

/** Codes that share a beginning. */
const families: readonly (readonly [pattern: RegExp, kind: NetworkFailureKind])[] = [
  [/^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/, "tls"],
  [/^HPE_/, "not-http"],
];

type Words = (side: Required<OtherSide>, code: string) => string;

const noConnection: Words = ({ place }, code) => `no connection to ${place}: ${code}`;

const words: Readonly<Record<NetworkFailureKind, Words>> = {
  "name-unknown": ({ host }) => `the name ${host} is unknown to the DNS`,
  "name-unanswered": ({ host }) => `the name ${host} cannot be resolved: the DNS does not answer`,
  "name-without-address": ({ host }) => `the name ${host} has no address in the DNS`,
  refused: ({ place }) => `nothing listens on ${place}`,
  cut: ({ name }) => `${name} cut the connection`,
  unreachable: ({ name }) => `there is no way to ${name}: no route in the network`,
  timeout: ({ name }) => `${name} does not answer: the connection timed out`,
  "no-socket": ({ place }) => `there is no socket ${place}`,
  "not-a-socket": ({ place }) => `${place} is not a socket`,
  denied: ({ place }) => `permission denied on ${place}`,
  "own-limit": noConnection,
  "certificate-expired": ({ name }) => `the certificate of ${name} has expired`,
  "certificate-early": ({ name }) => `the certificate of ${name} is not valid yet`,
  "certificate-name": ({ name, host }) => `the certificate of ${name} is for another name than ${host}`,
  "certificate-self-signed": ({ name }) => `the certificate of ${name} is self-signed`,
  "certificate-untrusted": ({ name }) => `the certificate of ${name} comes from an authority that is not trusted`,
  "certificate-incomplete": ({ name }) => `the certificate of ${name} cannot be verified: its chain is incomplete`,
  "no-tls": ({ name }) => `${name} speaks no TLS`,
  tls: ({ name }, code) => `TLS with ${name} failed (${code})`,
  "headers-too-long": ({ name }) => `the headers of ${name} are longer than 16 KiB`,
  "not-http": ({ name }) => `${name} speaks no HTTP`,
  other: noConnection,
};

function kindOf(code: string, message: string): NetworkFailureKind {
  // OpenSSL reports it by EPROTO in some versions of Node, with these words.
  if (/wrong version number|packet length too long/.test(message)) return "no-tls";
  const exact = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  return exact ?? families.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
}

/** Each of several addresses has an error inside an `AggregateError`; `fetch` hides the cause below its own error. */
function failuresIn(error: unknown, depth = 0): NetworkFailure[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const { code, message = "", cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  const outer: NetworkFailure[] = typeof code === "string" ? [{ kind: kindOf(code, String(message)), code }] : [];
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...outer, ...[...inner, cause].flatMap((each) => failuresIn(each, depth + 1))];
}

/** Whether the failure lies on this side: no permission, or a limit. It says nothing about the other side. */
export function isOwnTrouble(error: unknown): boolean {
  return failuresIn(error).some(({ kind }) => kind === "denied" || kind === "own-limit");
}

/**
 * Finds the meaning of an error of node:net, node:tls, node:http or `fetch`: by its code, by those of its causes, and by
 * those of the addresses that were tried.
 *
 * @param error - the thrown error
 * @returns the first known meaning, otherwise kind `other` with the first code
 */
export function networkFailure(error: unknown): NetworkFailure {
  const all = failuresIn(error);
  return all.find(({ kind }) => kind !== "other") ?? all[0] ?? { kind: "other", code: undefined };
}

/**
 * Explains in plain words why a connection failed.
 *
 * @param error - the thrown error
 * @param side - the words for the other side
 * @returns a part of a sentence, without a full stop
 */
export function explainNetworkFailure(error: unknown, { name, place = name, host = place }: OtherSide): string {
  const { kind, code } = networkFailure(error);
  return words[kind]({ name, place, host }, code ?? (error instanceof Error ? error.message : String(error)));
}
