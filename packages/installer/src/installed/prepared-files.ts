import type { CheckConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { InstallPaths } from "../install-paths.ts";
import type { InstalledAgent } from "./installed-on.ts";

/**
 * What lies in the config's folder before any install and is named by the config: left by an agent that was removed, whose
 * user had another number, or prepared by root. An install hands it to the agent; the folder above comes before what is
 * in it.
 *
 * @returns absolute paths; none when an install has been here: its agent's user could have put links there
 */
export function preparedFiles({ configFolder }: InstallPaths, installed: InstalledAgent): readonly string[] {
  const { manifest, config } = installed;
  if (manifest !== undefined || config.kind === "broken") return [];
  const own = config.kind === "valid" ? config.config : undefined;
  const checks: readonly CheckConfig[] = [...(own?.checks ?? []), ...config.dropIns.map(({ check }) => check)];
  const named = [...namedFiles(own?.server), ...namedFiles(own?.secondServer), ...namedFiles(own?.heartbeat)];
  const files = [...named, ...namedFiles(checks)].map((file) => posix.resolve(configFolder, file));
  const all = [...files, ...config.dropIns.map(({ file }) => file)].filter((file) =>
    file.startsWith(`${configFolder}/`),
  );
  return [...new Set(all.flatMap((file) => [...foldersAbove(file, configFolder), file]))];
}

function foldersAbove(path: string, top: string): readonly string[] {
  const above = posix.dirname(path);
  return above === top ? [] : [...foldersAbove(above, top), above];
}

/** The values of all settings whose names end in `File`. */
function namedFiles(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key.endsWith("File") && typeof inner === "string" ? [inner] : namedFiles(inner),
  );
}
