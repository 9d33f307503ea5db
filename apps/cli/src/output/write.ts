import { printableLines } from "@kumakit/text";
import { type OutputStream, ownStyles } from "./theme.ts";

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

/** One JSON value for stdout or stderr: two spaces deep, without a newline at its end, never coloured, and harmless on a terminal. */
export function formatJson(value: unknown): string {
  return printableLines(JSON.stringify(value, null, 2));
}
