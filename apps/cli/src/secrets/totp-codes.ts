import { Secret, TOTP, URI } from "otpauth";

import { usageError } from "../cli-error.ts";

/**
 * Makes two-factor codes from their secret, as base32 or as the otpauth:// URL of the QR code.
 *
 * @returns a function that gives the code of the moment
 * @throws CliError (exit 2) when it is not such a secret; it is not repeated
 */
export function totpCodes(secret: string): () => string {
  const text = secret.trim();
  try {
    const parsed = text.startsWith("otpauth://")
      ? URI.parse(text)
      : new TOTP({ secret: Secret.fromBase32(text.replaceAll(/[\s-]/g, "").toUpperCase()) });
    if (parsed instanceof TOTP && parsed.secret.bytes.length > 0) return () => parsed.generate();
  } catch {
    // The library's message could repeat the secret.
  }
  throw usageError("The two-factor secret is neither base32 nor an otpauth://totp URL", "--totp-secret-file FILE");
}
