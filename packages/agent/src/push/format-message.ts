import { maskSecrets } from "./mask-secrets.ts";

/** The longest message that is pushed, in bytes of UTF-8; percent-encoded it stays below 8 kB with the URL around it. */
const longestMessageBytes = 1_500;

const ansiEscape = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-_])/g;

function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/**
 * Cuts between characters, never inside one, and says so with an ellipsis.
 *
 * @param bytes - of UTF-8, the ellipsis included
 */
export function cutMessage(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes - byteLength("…")));
  return `${text.slice(0, read).trimEnd()}…`;
}

/**
 * Makes a message fit to be pushed: one line, no control characters, no secrets, at most 1,500 bytes, never empty.
 *
 * @param text - from a check; a program may have written it
 * @param secrets - texts that must not leave the host
 */
export function formatMessage(text: string, secrets: readonly string[]): string {
  const oneLine = text
    // A megabyte of output is cut before anything slower looks at it; masking wants some room beyond the cut.
    .slice(0, longestMessageBytes * 8)
    .replace(ansiEscape, "")
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    // Marks that turn the direction of writing could make a message read as something else.
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "")
    // Half a surrogate pair is no character.
    .replace(/\p{Cs}/gu, "\uFFFD");
  const masked = maskSecrets(oneLine, secrets).replace(/\s+/g, " ").trim();
  // The server makes "OK" of an empty message, which would be a lie for a DOWN.
  return cutMessage(masked, longestMessageBytes) || "no message";
}
