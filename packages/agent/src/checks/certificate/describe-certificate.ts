import type { X509Certificate } from "node:crypto";

const mostNames = 5;

/** The first common name of a subject, or the whole subject in a line. */
function subjectOf(subject: string | undefined): string {
  const lines = (subject ?? "").split("\n").filter((line) => line !== "");
  return lines.find((line) => line.startsWith("CN="))?.slice(3) ?? (lines.join(", ") || "no subject");
}

/** `DNS:a.example, IP Address:127.0.0.1`, without the kinds; a name in quotes may hold a comma. */
function namesOf(subjectAltName: string | undefined): string[] {
  return (subjectAltName?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []).map((name) =>
    name.trim().replace(/^(?:DNS|IP Address|URI|email):/, ""),
  );
}

/** Who a certificate is for: `CN=shop.example (shop.example, www.shop.example)`. */
export function describeCertificate({ subject, subjectAltName }: X509Certificate): string {
  const names = namesOf(subjectAltName);
  const shown = names.slice(0, mostNames).join(", ");
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return `CN=${subjectOf(subject).slice(0, 200)}${shown === "" ? "" : ` (${shown.slice(0, 400)}${more})`}`;
}
