import { randomInt } from "node:crypto";

// The alphabet of the server's own generator, genSecret in src/util.ts
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Makes the secret of a push URL with a cryptographic generator, as the server's web page does, which makes only 10 of them before 2.0; the server itself makes none.
 *
 * @param length - The number of characters: 32, or 20 before 2.0.
 */
export function makePushToken(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
