import { AgentConfigError, parseConfigParts, type AgentConfig, type DropInCheck } from "@kumakit/agent/config";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { InstallPaths } from "../install-paths.ts";
import { readDropIns } from "./read-drop-ins.ts";
import { manifestSchema, type Manifest } from "./manifest.ts";

/** What is on a host of an agent. */
export interface Installed {
  /** What an install has brought; undefined when none was done here. */
  readonly manifest: Manifest | undefined;
  /** The agent's config as it lies there. */
  readonly config: InstalledConfig;
  /** Whether a unit file of the agent's name is there. */
  readonly hasUnit: boolean;
}

/** The agent's config on a host: absent, readable, or there but wrong. */
export type InstalledConfig =
  | { readonly kind: "none" }
  | {
      readonly kind: "valid";
      readonly text: string;
      /** What the file itself says, without the drop-ins. */
      readonly config: AgentConfig;
      /** What the files in `conf.d` add; no install touches them. */
      readonly dropIns: readonly DropInCheck[];
    }
  | { readonly kind: "broken"; readonly error: InstallerError };

/**
 * Looks at what is installed on a host. A broken config is reported in the result, because an uninstall must work all
 * the same.
 *
 * @throws {@link InstallerError} `INSTALLER_MANIFEST_BROKEN` when the manifest cannot be read
 */
export async function readInstalled(host: Host, paths: InstallPaths): Promise<Installed> {
  return {
    manifest: await readManifest(host, paths.manifest),
    config: await readConfig(host, paths.config),
    hasUnit: (await host.stat(paths.unit)) !== undefined,
  };
}

async function readManifest(host: Host, file: string): Promise<Manifest | undefined> {
  const content = await host.readFile(file);
  if (content === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(content.toString("utf8")));
  } catch (cause) {
    throw new InstallerError({
      code: "INSTALLER_MANIFEST_BROKEN",
      layer: "files",
      message: `${file} on ${host.label} cannot be read: it says what was installed.`,
      hint: "put it back from a backup, or remove the agent by hand",
      cause,
    });
  }
}

async function readConfig(host: Host, file: string): Promise<InstalledConfig> {
  const content = await host.readFile(file);
  if (content === undefined) return { kind: "none" };
  const text = content.toString("utf8");
  try {
    const { config, dropIns } = parseConfigParts(text, { file, dropIns: await readDropIns(host, file) });
    const own = config.checks.slice(0, config.checks.length - dropIns.length);
    return { kind: "valid", text, config: { ...config, checks: own }, dropIns };
  } catch (cause) {
    if (!(cause instanceof AgentConfigError)) throw cause;
    const error = new InstallerError({
      code: "INSTALLER_CONFIG_BROKEN",
      layer: "config",
      message: `The agent's config on ${host.label} is wrong, and nothing was changed:\n${cause.message}`,
      hint: `mend ${file} first, or remove the agent with "kuma agent uninstall"`,
      cause,
    });
    return { kind: "broken", error };
  }
}
