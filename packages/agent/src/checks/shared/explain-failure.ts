import { DeadlineError } from "./deadline.ts";

/** What was tried. */
export interface Attempt {
  /** How messages call the other side: `db.example:5432`, or the path of a socket. */
  readonly place: string;
  readonly host?: string;
  /** The limit that was set, in ms. */
  readonly timeoutMs: number;
}

type Explanation = (attempt: Attempt) => string;

const unreachable: Explanation = ({ place }) => `there is no way to ${place}: no route in the network`;
const cut: Explanation = ({ place }) => `${place} cut the connection (reset)`;

const byCode: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: ({ place }) => `${place} refused the connection: nobody listens there`,
  ECONNRESET: cut,
  EPIPE: cut,
  ECONNABORTED: cut,
  ENOTFOUND: ({ host, place }) => `the name ${host ?? place} is unknown to the DNS`,
  EAI_AGAIN: ({ host, place }) => `the name ${host ?? place} cannot be resolved: the DNS does not answer`,
  ENODATA: ({ host, place }) => `the name ${host ?? place} has no address in the DNS`,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ETIMEDOUT: ({ place }) => `${place} does not answer: the connection timed out`,
  ENOENT: ({ place }) => `there is no socket ${place}`,
  ENOTSOCK: ({ place }) => `${place} is no socket`,
  EACCES: ({ place }) => `permission denied on ${place}`,
  EPERM: ({ place }) => `permission denied on ${place}`,
  CERT_HAS_EXPIRED: ({ place }) => `the certificate of ${place} has expired`,
  CERT_NOT_YET_VALID: ({ place }) => `the certificate of ${place} is not valid yet`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ place, host }) =>
    `the certificate of ${place} is for another name than ${host ?? place}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: ({ place }) => `the certificate of ${place} is self-signed`,
  SELF_SIGNED_CERT_IN_CHAIN: ({ place }) => `the certificate of ${place} comes from an authority that is not trusted`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ({ place }) =>
    `the certificate of ${place} cannot be verified: its chain is incomplete`,
  UNABLE_TO_GET_ISSUER_CERT: ({ place }) => `the certificate of ${place} comes from an authority that is not trusted`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ({ place }) =>
    `the certificate of ${place} comes from an authority that is not trusted`,
  ERR_SSL_WRONG_VERSION_NUMBER: ({ place }) => `${place} speaks no TLS`,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ({ place }) => `${place} speaks no TLS`,
  HPE_HEADER_OVERFLOW: ({ place }) => `the headers of ${place} are longer than 16 KiB`,
};

function codesOf(error: unknown): string[] {
  if (typeof error !== "object" || error === null) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  // Several addresses were tried: each has its own error.
  return [...own, ...(error instanceof AggregateError ? error.errors.flatMap(codesOf) : [])];
}

function seconds(ms: number): string {
  return `${Math.round(ms) / 1000} s`;
}

/** What failed for want of means of our own: it says nothing of the other side. */
const ownTrouble: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EMFILE", "ENFILE", "ENOMEM", "ENOBUFS"]);

/** Whether the failure is one of this side, so that the other one is neither up nor down. */
export function isOwnTrouble(error: unknown): boolean {
  return codesOf(error).some((code) => ownTrouble.has(code));
}

/**
 * Says in plain words why nothing came of a connection.
 *
 * @param error - from node:net, node:tls, node:http, or the limit
 * @param attempt - what was tried
 */
export function explainFailure(error: unknown, attempt: Attempt): string {
  const { place, timeoutMs } = attempt;
  if (error instanceof DeadlineError) return `${place} timed out: no answer within ${seconds(timeoutMs)}`;
  const codes = codesOf(error);
  const known = codes.map((code) => byCode[code]).find((entry) => entry !== undefined);
  if (known !== undefined) return known(attempt);
  if (codes.some((code) => code.startsWith("HPE_"))) return `what answers at ${place} speaks no HTTP`;
  if (/wrong version number|packet length too long/.test((error as Error).message)) return `${place} speaks no TLS`;
  if (codes.some((code) => /^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code))) {
    return `TLS with ${place} failed (${codes[0]})`;
  }
  return `no connection to ${place}: ${codes[0] ?? (error as Error).message}`;
}
