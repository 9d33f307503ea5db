import { createHmac } from "node:crypto";

const step = 30;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Whether a code is right now, a step before or a step after. */
export function isCodeOf(secret: string, code: string): boolean {
  const now = Math.floor(Date.now() / 1000 / step);
  return [now - 1, now, now + 1].some((counter) => codeAt(secret, counter) === code);
}

/** The code that is right now, of a secret in base32. */
export function codeNow(base32Secret: string): string {
  const bits = Array.from(base32Secret, (sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return codeAt(Buffer.from(bytes), Math.floor(Date.now() / 1000 / step));
}

function codeAt(secret: string | Buffer, counter: number): string {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac("sha1", secret).update(moment).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}

/** A text in base32 without padding, as authenticator apps want their secret. */
export function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}
