import { createHmac } from "node:crypto";
import { checkText } from "../arguments/check-text.ts";
import { KumaValidationError } from "../errors/kuma-errors.ts";
import { computedCodes } from "./totp-codes.ts";
import type { TotpCallback } from "./totp-codes.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const shape = "must be the secret of the authenticator app in base32, or its otpauth:// URL";

function secretOf(text: string): string {
  if (!/^otpauth:/i.test(text)) return text;
  const secret = URL.canParse(text) ? new URL(text).searchParams.get("secret") : null;
  if (secret === null) throw new KumaValidationError("secret", shape);
  return secret;
}

function decodeBase32(text: string): Buffer {
  const signs = text.replaceAll(/[\s=-]/g, "").toUpperCase();
  if (!/^[A-Z2-7]{8,}$/.test(signs)) throw new KumaValidationError("secret", shape);
  const bits = Array.from(signs, (sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/**
 * Makes two-factor codes from the account's secret, for programs that log in without a person. Secret and password
 * together make the second factor worthless: keep them apart, or use a session token.
 *
 * @param secret - In base32, or as the `otpauth://` URL of the QR code.
 * @returns What `passwordAuth` takes as `totp`.
 * @throws {@link KumaValidationError} when it is neither.
 */
export function totpFromSecret(secret: string): TotpCallback {
  checkText(secret, "secret");
  const key = decodeBase32(secretOf(secret.trim()));
  // RFC 6238 with what every version of the server uses: SHA-1, 30 s, 6 digits.
  return computedCodes((stepsAhead) => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsAhead));
    const digest = createHmac("sha1", key).update(counter).digest();
    const offset = (digest.at(-1) ?? 0) & 0xf;
    return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
  });
}
