import { readFileSync } from "node:fs";

// The bundle has no package.json beside it: its build script puts the version in.
declare const KUMA_AGENT_VERSION: string | undefined;

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return version;
}

/** The version of the agent. */
export const version: string = typeof KUMA_AGENT_VERSION === "string" ? KUMA_AGENT_VERSION : packageVersion();
