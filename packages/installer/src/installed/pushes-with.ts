import { posix } from "node:path";

import { heartbeatTokenFile, tokenFileOf } from "../config/check-names.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import { sha256Of } from "../sha256.ts";
import type { InstalledCheck } from "./manifest.ts";

/**
 * Whether a check on a host pushes with a token. A survey brings no secrets, so that hashes are compared.
 *
 * @param facts - of a survey of the host for the scope of the agent
 * @param token - secret
 */
export function pushesWith(facts: HostFacts, check: InstalledCheck, token: string): boolean {
  return holdsToken(facts, tokenFileOf(check), token);
}

/** The same of the agent's own monitor. */
export function beatsWith(facts: HostFacts, token: string): boolean {
  return holdsToken(facts, heartbeatTokenFile, token);
}

/**
 * Whether a file holds a token.
 *
 * @param file - relative to the config's folder
 * @param token - secret
 */
export function holdsToken(facts: HostFacts, file: string, token: string): boolean {
  const hash = facts.files[posix.join(pathsOf(facts).configFolder, file)]?.sha256;
  return hash !== undefined && hashesOf(token).includes(hash);
}

/** Hundreds of checks are compared with the tokens of hundreds of monitors: each token is hashed once. */
const hashes = new Map<string, readonly string[]>();
const mostHashes = 10_000;

/** A file has the token with or without a line break. */
function hashesOf(token: string): readonly string[] {
  const known = hashes.get(token);
  if (known !== undefined) return known;
  if (hashes.size >= mostHashes) hashes.clear();
  const made = [token, `${token}\n`].map((text) => sha256Of(text));
  hashes.set(token, made);
  return made;
}
