import {
  AgentConfigError,
  dropInNames,
  parseConfigParts,
  type AgentConfig,
  type CheckConfig,
  type ConfigText,
  type DropInCheck,
} from "@kumakit/agent/config";
import { posix } from "node:path";

import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import { InstallerError, isInstallerError } from "../installer-error.ts";
import { manifestSchema, type Manifest } from "./manifest.ts";
import { needsRoot } from "../service-manager/needs-root.ts";
import { newerForm } from "./newer-form.ts";

/** The parts of an agent on a host. */
export interface InstalledAgent {
  /** What an install has brought; undefined when none was done here. */
  readonly manifest: Manifest | undefined;
  /** The agent's config as it lies there. */
  readonly config: InstalledConfig;
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

/** The checks beside the config. */
export function dropInsOf({ config }: Pick<InstalledAgent, "config">): readonly CheckConfig[] {
  return config.kind === "broken" ? [] : config.dropIns.map(({ check }) => check);
}

/**
 * Reads the parts of an agent on a host. The result reports a broken config, because an uninstall must work all the
 * same.
 *
 * @throws {@link InstallerError} `INSTALLER_MANIFEST_BROKEN` when the manifest cannot be read; `INSTALLER_NEWER_AGENT` when
 * a newer kuma has written it
 */
export function installedOn(facts: HostFacts): InstalledAgent {
  return { manifest: manifestOn(facts), config: configOn(facts) };
}

function manifestOn(facts: HostFacts): Manifest | undefined {
  const { manifest: file } = pathsOf(facts);
  const fact = facts.files[file];
  if (fact === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(fact.content ?? ""));
  } catch (cause) {
    const newer = newerForm(fact.content, { file, facts });
    if (newer !== undefined) throw newer;
    throw new InstallerError({
      code: "INSTALLER_MANIFEST_BROKEN",
      layer: "files",
      message: `${file} on ${facts.label} cannot be read: it says what was installed.`,
      hint: "put it back from a backup, or remove the agent by hand",
      cause,
    });
  }
}

function configOn(facts: HostFacts): InstalledConfig {
  const { config: file } = pathsOf(facts);
  const fact = facts.files[file];
  const text = fact?.content;
  try {
    if (fact !== undefined && text === undefined)
      throw unreadable(facts, file, facts.unreadable[file] ?? "it is not a plain file");
    const dropIns = dropInsOn(facts);
    return text === undefined
      ? { kind: "none", dropIns: dropInsAlone(file, dropIns) }
      : parsed(text, { file, dropIns });
  } catch (cause) {
    const own = text === undefined ? undefined : parsedAlone(text, file);
    return { kind: "broken", error: brokenConfig(facts, { file, cause }), ...(own === undefined ? {} : { own }) };
  }
}

/** The files that the agent reads beside its config, in the order of their names. */
function dropInsOn(facts: HostFacts): readonly ConfigText[] {
  const { dropIns: folder } = pathsOf(facts);
  const [problem] = Object.entries(facts.unreadable).filter(([path]) => `${path}/`.startsWith(`${folder}/`));
  if (problem !== undefined) throw unreadable(facts, ...problem);
  const files = Object.keys(facts.files).filter((file) => posix.dirname(file) === folder);
  return dropInNames(files.map((file) => posix.basename(file))).map((name) => {
    const file = posix.join(folder, name);
    return { file, text: facts.files[file]?.content ?? "" };
  });
}

/** Without knowing what is in it nothing can be said of the agent's config, nor be taken out of it. */
function unreadable(facts: HostFacts, path: string, why: string): InstallerError {
  // The config of a host's agent is closed to people, so that nothing is wrong with it.
  if (facts.scope === "system" && facts.account.uid !== 0)
    return needsRoot(facts, "Changing the agent of the whole host");
  return new InstallerError({
    code: "INSTALLER_CONFIG_BROKEN",
    layer: "config",
    message: `${path} on ${facts.label}, a part of the agent's config, cannot be read, and nothing was changed: ${why}`,
    hint: "mend it, or move it away",
  });
}

function parsed(text: string, options: { file: string; dropIns: readonly ConfigText[] }): InstalledConfig {
  const { config, dropIns } = parseConfigParts(text, options);
  const own = config.checks.slice(0, config.checks.length - dropIns.length);
  return { kind: "valid", text, config: { ...config, checks: own }, dropIns };
}

/** Stands for the config that an install is about to write. */
const standIn = '{ "version": 1, "server": { "url": "http://localhost" }, "host": "localhost" }';

function dropInsAlone(file: string, dropIns: readonly ConfigText[]): (InstalledConfig & { kind: "none" })["dropIns"] {
  return dropIns.length === 0 ? [] : parseConfigParts(standIn, { file, dropIns }).dropIns;
}

function parsedAlone(text: string, file: string): AgentConfig | undefined {
  try {
    return parseConfigParts(text, { file }).config;
  } catch {
    return undefined;
  }
}

function brokenConfig(facts: HostFacts, { file, cause }: { file: string; cause: unknown }): InstallerError {
  if (isInstallerError(cause)) return cause;
  const newer = newerForm(facts.files[file]?.content, { file, facts });
  if (newer !== undefined) return newer;
  const files = cause instanceof AgentConfigError ? cause.problems.map((problem) => problem.file ?? file) : [file];
  return new InstallerError({
    code: "INSTALLER_CONFIG_BROKEN",
    layer: "config",
    message: `The agent's config on ${facts.label} is wrong, and nothing was changed:\n${cause instanceof Error ? cause.message : String(cause)}`,
    hint: `mend ${[...new Set(files)].join(" and ")} first, or remove the agent with "kuma agent uninstall"`,
    cause,
  });
}
