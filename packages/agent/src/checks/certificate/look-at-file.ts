import type { X509Certificate } from "node:crypto";
import type { CheckResult } from "../check.ts";
import { NamedFileError, readNamedFile } from "../shared/read-named-file.ts";
import { judgeValidity } from "./judge-validity.ts";
import { NoCertificateError, readCertificates } from "../../files/read-certificates.ts";

/** A missing file is one that no server can use either; one that may not be read says nothing. */
function unreadable({ code, message }: NamedFileError): CheckResult {
  const isRefused = code === "EACCES" || code === "EPERM";
  const hint = isRefused ? "; let it be read, or look at the server itself with host and port" : "";
  return { status: isRefused ? "noData" : "down", message: `${message}${hint}` };
}

/**
 * Looks at the certificates in a file; the first to expire counts.
 *
 * @param file - its path
 * @param downBeforeMs - fewer ms than this before the end is DOWN
 */
export async function lookAtFile(file: string, downBeforeMs: number): Promise<CheckResult> {
  const startedAt = performance.now();
  try {
    const found = readCertificates(await readNamedFile("the certificate", file));
    const options = { place: file, downBeforeMs, now: Date.now() };
    const result = judgeValidity(found as readonly [X509Certificate, ...X509Certificate[]], options);
    return { ...result, durationMs: performance.now() - startedAt };
  } catch (error) {
    if (error instanceof NamedFileError) return unreadable(error);
    if (error instanceof NoCertificateError) return { status: "down", message: `${file} ${error.message}` };
    throw error;
  }
}
