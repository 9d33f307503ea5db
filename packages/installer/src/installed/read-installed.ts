import {
  AgentConfigError,
  parseConfigParts,
  type AgentConfig,
  type ConfigText,
  type DropInCheck,
} from "@kumakit/agent/config";

import type { Host } from "../hosts/host.ts";
import { InstallerError, isInstallerError } from "../installer-error.ts";
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
  | {
      readonly kind: "none";
      /** What somebody has put into `conf.d` all the same. */
      readonly dropIns: readonly DropInCheck[];
    }
  | {
      readonly kind: "valid";
      readonly text: string;
      /** What the file itself says, without the drop-ins. */
      readonly config: AgentConfig;
      /** What the files in `conf.d` add; no install touches them. */
      readonly dropIns: readonly DropInCheck[];
    }
  | {
      readonly kind: "broken";
      readonly error: InstallerError;
      /** What the file itself says, when it is only a drop-in that cannot be read. */
      readonly own?: AgentConfig;
    };

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
  let text: string | undefined;
  try {
    text = (await host.readFile(file))?.toString("utf8");
    const dropIns = await readDropIns(host, file);
    return text === undefined
      ? { kind: "none", dropIns: dropInsAlone(file, dropIns) }
      : parsed(text, { file, dropIns });
  } catch (cause) {
    const own = text === undefined ? undefined : parsedAlone(text, file);
    return { kind: "broken", error: brokenConfig(host, { file, cause }), ...(own === undefined ? {} : { own }) };
  }
}

function parsed(text: string, options: { file: string; dropIns: readonly ConfigText[] }): InstalledConfig {
  const { config, dropIns } = parseConfigParts(text, options);
  const own = config.checks.slice(0, config.checks.length - dropIns.length);
  return { kind: "valid", text, config: { ...config, checks: own }, dropIns };
}

/** Stands for the config that an install is about to write. */
const standIn = '{ "version": 1, "server": { "url": "http://localhost" }, "host": "localhost" }';

function dropInsAlone(file: string, dropIns: readonly ConfigText[]): readonly DropInCheck[] {
  return dropIns.length === 0 ? [] : parseConfigParts(standIn, { file, dropIns }).dropIns;
}

function parsedAlone(text: string, file: string): AgentConfig | undefined {
  try {
    return parseConfigParts(text, { file }).config;
  } catch {
    return undefined;
  }
}

function brokenConfig(host: Host, { file, cause }: { file: string; cause: unknown }): InstallerError {
  if (isInstallerError(cause)) return cause;
  const files = cause instanceof AgentConfigError ? cause.problems.map((problem) => problem.file ?? file) : [file];
  return new InstallerError({
    code: "INSTALLER_CONFIG_BROKEN",
    layer: "config",
    message: `The agent's config on ${host.label} is wrong, and nothing was changed:\n${cause instanceof Error ? cause.message : String(cause)}`,
    hint: `mend ${[...new Set(files)].join(" and ")} first, or remove the agent with "kuma agent uninstall"`,
    cause,
  });
}
