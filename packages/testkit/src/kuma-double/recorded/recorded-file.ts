import { readFileSync } from "node:fs";

/**
 * Reads a file that was recorded from a real server. The compiler does not copy such files; `src` is always there
 * because this package is never shipped.
 */
export function readRecorded(name: "schema" | "monitor-types" | "answers"): unknown {
  return JSON.parse(readFileSync(new URL(`../../../src/kuma-double/recorded/${name}.json`, import.meta.url), "utf8"));
}
