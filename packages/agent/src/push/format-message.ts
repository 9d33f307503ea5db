import { maskSecrets, plainLine } from "@kumakit/text";

/** The longest message that is pushed, in bytes of UTF-8; percent-encoded it stays below 8 kB with the URL around it. */
const longestMessageBytes = 1_500;

/** The length that is looked at of a text, in characters. */
const mostCharacters = longestMessageBytes * 8;

/** The length that is thrown away where a text was cut, in characters; longer than any secret that is known. */
const marginCharacters = 1_024;

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
  const isLong = text.length > mostCharacters;
  // A megabyte of output is cut before anything slower looks at it.
  const whole = maskSecrets(plainLine(text.slice(0, mostCharacters)), secrets);
  // At the cut half a secret may be left, which nothing recognises any more.
  const masked = (isLong ? whole.slice(0, -marginCharacters) : whole).trim();
  // The server makes "OK" of an empty message, which would be a lie for a DOWN.
  return cutMessage(masked, longestMessageBytes) || "no message";
}
