import { namedFiles as filesNamedBy, type AgentConfig, type CheckConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { HostFacts } from "../facts/host-facts.ts";
import { foldersAbove, pathsOf } from "../install-paths.ts";
import type { InstalledAgent } from "./installed-on.ts";

/**
 * The files below the config's folder that are named by the config or by what is beside it, with the folders above it: the
 * agent must be able to read them, no matter who has put them there.
 *
 * @param own - the config as it is going to be, without what is beside it
 * @returns absolute paths; none while an account other than root could have written the config
 */
export function namedFiles(
  facts: HostFacts,
  { manifest, config }: InstalledAgent,
  own: AgentConfig,
): readonly string[] {
  const { configFolder } = pathsOf(facts);
  const isRoots = manifest === undefined || facts.files[configFolder]?.owner.user === "root";
  if (!isRoots || config.kind === "broken") return [];
  const checks: readonly CheckConfig[] = [...own.checks, ...config.dropIns.map(({ check }) => check)];
  const files = filesNamedBy({ ...own, checks: [...checks] }).map(({ file }) => posix.resolve(configFolder, file));
  const all = [...files, ...config.dropIns.map(({ file }) => file)].filter((file) =>
    file.startsWith(`${configFolder}/`),
  );
  return [...new Set(all.flatMap((file) => [...foldersAbove(file, configFolder), file]))];
}
