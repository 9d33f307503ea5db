import { printableLines } from "@kumakit/text";

import { ownStyles, type OutputStream } from "./theme.ts";

/**
 * Writes a text to a stream. All that `kuma` says leaves through here, so that no control character of a server, of a
 * file or of a command line reaches the terminal; of escapes only the styles of the theme stay.
 */
export function write(text: string, stream: OutputStream): void {
  stream.write(fitForStream(text, stream));
}

/** The text as {@link write} writes it, for what reaches the terminal in another way, such as through a pager. */
export function fitForStream(text: string, stream: OutputStream): string {
  const styles = ownStyles(stream);
  const parts = text.split(/(\u001b\[[0-9;]*m)/);
  return parts.map((part) => (styles.has(part) ? part : printableLines(part))).join("");
}
