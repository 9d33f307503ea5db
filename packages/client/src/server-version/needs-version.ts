import { KumaUnsupportedError } from "../errors/kuma-errors.ts";
import type { ServerInfo } from "./server-info.ts";
import { isAtLeast, parseVersion } from "./version.ts";

/** Whether a server has what came with a release, such as `2.1`. */
export function hasVersion(server: ServerInfo, needed: string): boolean {
  const line = parseVersion(server.capabilities.line);
  const floor = parseVersion(needed);
  return line === undefined || floor === undefined || isAtLeast(line, floor);
}

/**
 * Refuses what the server is too old for: it would ignore the request, and never answer.
 *
 * @param feature - What it lacks, as the subject of a sentence.
 * @throws {@link KumaUnsupportedError}
 */
export function needsVersion(server: ServerInfo, needs: string, feature: string): void {
  if (!hasVersion(server, needs)) throw new KumaUnsupportedError(feature, { needs, serverVersion: server.version });
}
