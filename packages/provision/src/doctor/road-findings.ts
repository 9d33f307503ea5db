import type { Road } from "@kumakit/client";

import type { DoctorFinding } from "./doctor-finding.ts";

const day = 86_400_000;

/** A certificate that is renewed by itself is so a month before its end; then there is time for a person. */
const earliestWarning = 14 * day;
const latestWarning = 3 * day;

/** The accuracy of the clock that HTTP shows is a second. Beyond this, times that are compared are wrong. */
export const mostAhead = 10_000;

type Found = Pick<DoctorFinding, "code" | "severity" | "message">;

/** Says what is less than good on the way to a server; a way that does not lead there at all is an error of `connect()`. */
export function roadFindings(url: string, road: Road, now = new Date()): readonly DoctorFinding[] {
  const found = [certificateOf(road, now), clockOf(road), webSocketOf(road), encryptionOf(url, road)];
  return found.flatMap((one) =>
    one === undefined ? [] : [{ ...one, name: url, about: { kind: "road" as const, id: null } }],
  );
}

function certificateOf({ certificate }: Road, now: Date): Found | undefined {
  if (certificate === null) return undefined;
  const { subject, validTo } = certificate;
  const left = validTo.getTime() - now.getTime();
  if (left >= earliestWarning) return undefined;
  const message = `the certificate of ${subject} ends on ${validTo.toISOString().slice(0, 10)}: no report gets through after that`;
  return { code: "certificate-ends", severity: left < latestWarning ? "problem" : "warning", message };
}

function clockOf({ clockAhead }: Road): Found | undefined {
  if (clockAhead === null || Math.abs(clockAhead) <= mostAhead) return undefined;
  const seconds = Math.round(Math.abs(clockAhead) / 1000);
  const message = `its clock is ${seconds} s ${clockAhead > 0 ? "ahead of" : "behind"} that of this machine`;
  return { code: "clock-differs", severity: "warning", message };
}

function webSocketOf({ hasWebSocket }: Road): Found | undefined {
  if (hasWebSocket !== false) return undefined;
  const message = "something in front of it lets no WebSocket through: pages and kuma fall back to polling";
  return { code: "no-web-socket", severity: "warning", message };
}

function encryptionOf(url: string, { reached }: Road): Found | undefined {
  if (reached.tls !== null || isPrivate(url)) return undefined;
  return { code: "unencrypted", severity: "warning", message: "passwords and push tokens go to it unencrypted" };
}

/** Whether nobody on the way can read what is said: TLS, or this machine. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
