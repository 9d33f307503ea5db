/** As long as an answer may be; those of Uptime Kuma have some 400 bytes. */
const longestHead = 8 * 1024;
const longestBody = 16 * 1024;

const good = "HTTP/1.1 200 ";
const endOfLine = "\r\n";
/** Half an end of a line, or a line that goes on in the next one. */
const oddLine = /[^\r]\n|\r[^\n]|\r\n[ \t]/;
const endOfHead = "\r\n\r\n";

/** An answer with status 200 that is all there. */
export interface PlainAnswer {
  /** The status line and the headers, each with the end of its line. */
  readonly head: string;
  readonly body: string;
}

/**
 * Reads an answer as Uptime Kuma gives it when all is well: status 200, and a body whose length is told before it.
 * Everything else is left to those who know all of HTTP.
 *
 * @param bytes - all that has come since the request
 * @returns the answer; `incomplete` when more must come; `other` when it is no such answer
 */
export function readPlainAnswer(bytes: Buffer): PlainAnswer | "incomplete" | "other" {
  if (!good.startsWith(bytes.toString("latin1", 0, good.length))) return "other";
  const headEnd = bytes.indexOf(endOfHead);
  if (headEnd < 0) return bytes.length > longestHead ? "other" : "incomplete";
  const head = bytes.toString("latin1", 0, headEnd + endOfLine.length);
  const bodyLength = oddLine.test(head) ? undefined : bodyLengthIn(head);
  const bodyStart = headEnd + endOfHead.length;
  if (bodyLength === undefined || bytes.length > bodyStart + bodyLength) return "other";
  if (bytes.length < bodyStart + bodyLength) return "incomplete";
  return { head, body: bytes.toString("utf8", bodyStart) };
}

/** Undefined when it is too long, or told in another way, or more than once. */
function bodyLengthIn(head: string): number | undefined {
  const [told, ...more] = head.match(/\r\n(?:content-length|transfer-encoding)\b[^\r]*/gi) ?? [];
  const [, digits] = /^\r\ncontent-length:[ \t]*(\d{1,5})[ \t]*$/i.exec(told ?? "") ?? [];
  const length = Number(digits);
  return more.length === 0 && length <= longestBody ? length : undefined;
}

/** Whether the server ends the connection behind its answer. */
export function isLastAnswer({ head }: PlainAnswer): boolean {
  return /\r\nconnection:[^\r]*\bclose\b/i.test(head);
}

/** The header that may say how long the server keeps the connection. */
export function keepAliveIn({ head }: PlainAnswer): string | undefined {
  return /\r\nkeep-alive:[ \t]*([^\r\n]*)/i.exec(head)?.[1];
}
