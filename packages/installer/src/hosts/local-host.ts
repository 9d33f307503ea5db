import type { Host } from "./host.ts";
import { runScriptLocally } from "./run-script-locally.ts";

/** This machine, as the account that the process runs as. */
export function localHost(): Host {
  return { label: "this host", runScript: runScriptLocally };
}
