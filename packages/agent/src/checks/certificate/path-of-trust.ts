import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as tls from "node:tls";

const oneCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Certificates of a text; what is broken is left out. */
function parsed(pem: string): readonly X509Certificate[] {
  return (pem.match(oneCertificate) ?? []).flatMap((text) => {
    try {
      return [new X509Certificate(text)];
    } catch {
      return [];
    }
  });
}

let usual: readonly X509Certificate[] | undefined;

/** The authorities that Node trusts, as well as can be known: Node 20 does not list those that its options have added. */
function usualAuthorities(): readonly X509Certificate[] {
  if (usual !== undefined) return usual;
  const { getCACertificates } = tls as { readonly getCACertificates?: () => readonly string[] };
  let more = "";
  try {
    more = readFileSync(process.env["NODE_EXTRA_CA_CERTS"] ?? "", "utf8");
  } catch {
    // There is no such file, and Node has said so.
  }
  usual = parsed((getCACertificates?.() ?? [...tls.rootCertificates, more]).join("\n"));
  return usual;
}

/**
 * The authorities that a connection trusts.
 *
 * @param ca - PEM text of those that are trusted instead of the usual ones
 */
export function trustedAuthorities(ca: string | undefined): readonly X509Certificate[] {
  return ca === undefined ? usualAuthorities() : parsed(ca);
}

/** The certificates that a server shows, its own first. */
export function shownCertificates(socket: tls.TLSSocket): readonly X509Certificate[] {
  const shown = new Map<string, X509Certificate>();
  let next: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // The last one is signed by itself, and names itself.
  while (next?.raw !== undefined && !shown.has(next.fingerprint256)) {
    shown.set(next.fingerprint256, new X509Certificate(next.raw));
    next = next.issuerCertificate;
  }
  return [...shown.values()];
}

/** A certificate of a path, and whether it lies on this host. */
export interface PathStep {
  readonly certificate: X509Certificate;
  readonly isTrusted: boolean;
}

/**
 * The path on which a certificate is trusted, as OpenSSL goes it: at each step an authority that lies on this host comes
 * before one that the server has sent, and one that is valid now before others. An old root that a server still sends
 * beside a trusted one is not on it.
 *
 * @param shown - by the server, its own first
 * @param trusted - by this host
 * @param now - in ms since 1970
 * @returns the authorities alone, the nearest first
 */
export function pathOfTrust(
  shown: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: number,
): readonly PathStep[] {
  const path: PathStep[] = [];
  let [last] = shown;
  while (last !== undefined && !last.checkIssued(last)) {
    const above = issuerOf(last, trusted, now);
    const next: X509Certificate | undefined = above ?? issuerOf(last, shown, now);
    if (next === undefined || path.some(({ certificate }) => certificate.fingerprint256 === next.fingerprint256)) break;
    path.push({ certificate: next, isTrusted: above !== undefined });
    last = next;
  }
  return path;
}

function issuerOf(one: X509Certificate, among: readonly X509Certificate[], now: number): X509Certificate | undefined {
  const issuers = among.filter((other) => one.checkIssued(other) && one.verify(other.publicKey));
  const valid = issuers.find(({ validFrom, validTo }) => Date.parse(validFrom) <= now && now < Date.parse(validTo));
  return valid ?? issuers.sort((a, b) => Date.parse(b.validTo) - Date.parse(a.validTo))[0];
}
