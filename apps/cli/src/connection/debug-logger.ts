import type { Logger } from "@kumakit/client";

import { styled } from "../output/theme.ts";

/** Writes what the client library logs to stderr, one line each; the library has taken the secrets out. */
export function debugLogger(): Logger {
  const log = (message: string, details?: unknown): void => {
    const more = details === undefined ? "" : ` ${JSON.stringify(details)}`;
    process.stderr.write(`${styled("faint", `kuma: ${message}${more}`, process.stderr)}\n`);
  };
  return { debug: log, info: log, warn: log, error: log };
}
