import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * A program of Node for tests of the agent: that of `KUMA_TEST_AGENT_NODE`, else Node 18, the oldest one that the agent runs
 * on. npm brings it for x64 alone.
 *
 * @returns its path; undefined where npm has brought none
 */
export function oldNode(): string | undefined {
  const given = process.env["KUMA_TEST_AGENT_NODE"];
  if (given !== undefined) return given;
  try {
    return join(dirname(createRequire(import.meta.url).resolve("node-18/package.json")), "bin/node");
  } catch {
    return undefined;
  }
}
