import type { X509Certificate } from "node:crypto";
import { checkServerIdentity, type TLSSocket } from "node:tls";
import { isOwnTrouble } from "@kumakit/text";
import type { CheckResult } from "../check.ts";
import { startDeadline } from "../shared/deadline.ts";
import { explainFailure } from "../shared/explain-failure.ts";
import { placeOf, type NetworkTarget, withConnection } from "../shared/connection.ts";
import { readNamedFile } from "../shared/read-named-file.ts";
import { describeCertificate } from "./describe-certificate.ts";
import { judgeValidity } from "./judge-validity.ts";
import { pathOfTrust, shownCertificates, trustedAuthorities, type PathStep } from "./path-of-trust.ts";

/** A server whose certificate is looked at. */
export interface CertificateServer {
  readonly target: NetworkTarget & { readonly kind: "tcp" };
  /** The name that the certificate must be for. */
  readonly serverName: string;
  readonly caFile?: string;
  /** Whether the name and the chain count, and not only the dates. */
  readonly mustTrust: boolean;
  readonly timeoutMs: number;
  readonly downBeforeMs: number;
  readonly signal: AbortSignal;
}

/** The certificate that a server shows, and what is wrong with it beside its dates. */
interface Shown {
  readonly certificate: X509Certificate;
  /** All that the server shows, its own first. */
  readonly all: readonly X509Certificate[];
  /** The code of OpenSSL. */
  readonly distrust: string | undefined;
  readonly isForOtherName: boolean;
}

function lookAt(socket: TLSSocket, serverName: string): Shown {
  const peer = socket.getPeerCertificate();
  // Without trust asked for, node:tls notes what it found and goes on; the name is looked at by itself then.
  const { code } = (socket.authorizationError ?? {}) as { readonly code?: string };
  const reason = code ?? (socket.authorizationError as unknown as string | undefined);
  const all = shownCertificates(socket);
  const [certificate] = all;
  if (certificate === undefined) throw new Error("the server shows no certificate");
  return {
    certificate,
    all,
    distrust: reason === "ERR_TLS_CERT_ALTNAME_INVALID" ? undefined : reason,
    isForOtherName: checkServerIdentity(serverName, peer) !== undefined,
  };
}

/** The objection to a certificate whose dates are right. */
function distrustText({ certificate, distrust, isForOtherName }: Shown, server: CertificateServer): string | undefined {
  const place = placeOf(server.target);
  if (isForOtherName) {
    return `the certificate of ${place} is not for ${server.serverName}, but ${describeCertificate(certificate)}`;
  }
  if (distrust === undefined || distrust === null) return undefined;
  const why = explainFailure({ code: distrust }, { place, timeoutMs: server.timeoutMs });
  return `${why}: ${describeCertificate(certificate)}`;
}

async function fetchShown(server: CertificateServer, ca: string | undefined): Promise<Shown | CheckResult> {
  const { target, serverName, timeoutMs } = server;
  const deadline = startDeadline(timeoutMs, server.signal);
  try {
    const tls = { serverName, mustTrust: false, ...(ca === undefined ? {} : { ca }) };
    return await withConnection({ target, tls, signal: deadline.signal }, async (socket) =>
      lookAt(socket as TLSSocket, serverName),
    );
  } catch (error) {
    const message = explainFailure(error, { place: placeOf(target), host: target.host, timeoutMs });
    return { status: isOwnTrouble(error) ? "noData" : "down", message };
  } finally {
    deadline.clear();
  }
}

const namesOfSteps = { trusted: "root certificate", sent: "intermediate certificate" } as const;

/** The first authority on the path of trust that makes it DOWN; undefined when none does. */
function judgePath(path: readonly PathStep[], server: CertificateServer, now: number): CheckResult | undefined {
  const { target, downBeforeMs } = server;
  const place = placeOf(target);
  return path
    .map(({ certificate, isTrusted }) => {
      const kind = namesOfSteps[isTrusted ? "trusted" : "sent"];
      return judgeValidity([certificate], { place, kind, downBeforeMs, now });
    })
    .find(({ status }) => status === "down");
}

/**
 * Judges what a server has shown.
 *
 * @param shown - by the server
 * @param server - how it is looked at
 * @param more - the PEM text of the authorities instead of the usual ones, and the time, in ms since 1970
 */
export function judgeShown(
  shown: Shown,
  server: CertificateServer,
  { ca, now }: { readonly ca: string | undefined; readonly now: number },
): CheckResult {
  const { downBeforeMs, mustTrust, target } = server;
  const validity = judgeValidity([shown.certificate], { place: placeOf(target), downBeforeMs, now });
  if (!mustTrust || validity.status === "down") return validity;
  const path = pathOfTrust(shown.all, trustedAuthorities(ca), now);
  const onPath = shown.isForOtherName ? undefined : judgePath(path, server, now);
  if (onPath !== undefined) return onPath;
  const distrust = distrustText(shown, server);
  return distrust === undefined ? validity : { status: "down", message: distrust };
}

/**
 * Looks at the certificate that a server shows, and at those on whose word it is trusted.
 *
 * @throws NamedFileError when the caFile cannot be read
 */
export async function lookAtServer(server: CertificateServer): Promise<CheckResult> {
  const file = server.caFile === undefined ? undefined : await readNamedFile("the caFile", server.caFile);
  const ca = file?.toString("utf8");
  const startedAt = performance.now();
  const shown = await fetchShown(server, ca);
  const durationMs = performance.now() - startedAt;
  const result = "status" in shown ? shown : judgeShown(shown, server, { ca, now: Date.now() });
  return { ...result, durationMs };
}
