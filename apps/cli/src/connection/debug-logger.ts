import type { Logger } from "@kumakit/client";
import { printable } from "@kumakit/text";

import { styled } from "../output/theme.ts";
import { write } from "../output/write.ts";

/** Writes what the client library logs to stderr, one line each; the library has taken the secrets out. */
export function debugLogger(): Logger {
  const log = (message: string, details?: unknown): void => {
    const more = details === undefined ? "" : ` ${JSON.stringify(details)}`;
    write(`${styled("faint", printable(`kuma: ${message}${more}`), process.stderr)}\n`, process.stderr);
  };
  return { debug: log, info: log, warn: log, error: log };
}
