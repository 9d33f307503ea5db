import type { X509Certificate } from "node:crypto";
import type { CheckResult } from "../check.ts";
import { formatDuration } from "@kumakit/text";
import { describeCertificate } from "./describe-certificate.ts";

const dayMs = 86_400_000;

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ") + " UTC";
}

function daysText(ms: number): string {
  const days = Math.floor(ms / dayMs);
  return days < 2 ? formatDuration(ms) : `${days} days`;
}

/** The one that expires first. */
function firstToExpire(certificates: readonly [X509Certificate, ...X509Certificate[]]): X509Certificate {
  return certificates.reduce((first, next) => (Date.parse(next.validTo) < Date.parse(first.validTo) ? next : first));
}

/** Whose certificates, and how long they must be good for. */
export interface ValidityOptions {
  /** How messages call the place: a file, or `host:port`. */
  readonly place: string;
  /**
   * How messages call the certificate.
   * @defaultValue `"certificate"`
   */
  readonly kind?: string;
  /** Fewer ms than this before the end is DOWN. */
  readonly downBeforeMs: number;
  /** The time, in ms since 1970. */
  readonly now: number;
}

/**
 * Judges when certificates expire: by the first of them that does.
 *
 * @param certificates - at least one
 * @param options - how long they must be good for
 */
export function judgeValidity(
  certificates: readonly [X509Certificate, ...X509Certificate[]],
  { place, kind = "certificate", downBeforeMs, now }: ValidityOptions,
): CheckResult {
  const early = certificates.find(({ validFrom }) => Date.parse(validFrom) > now);
  const certificate = firstToExpire(certificates);
  const end = Date.parse(certificate.validTo);
  const who = (which: X509Certificate): string => `the ${kind} of ${place}, ${describeCertificate(which)},`;
  if (Number.isNaN(end))
    return { status: "down", message: `${who(certificate)} has no date of expiry that can be read` };
  if (end <= now) {
    return { status: "down", message: `${who(certificate)} expired on ${dayOf(end)}, ${daysText(now - end)} ago` };
  }
  if (early !== undefined) {
    const from = Date.parse(early.validFrom);
    return { status: "down", message: `${who(early)} is not valid before ${dayOf(from)}, in ${daysText(from - now)}` };
  }
  const others = certificates.length === 1 ? "" : `, the first of ${certificates.length} to do so`;
  const left = `expires on ${dayOf(end)}, in ${daysText(end - now)}${others}`;
  return end - now < downBeforeMs
    ? { status: "down", message: `${who(certificate)} ${left}: renew it` }
    : { status: "up", message: `${who(certificate)} ${left}` };
}
