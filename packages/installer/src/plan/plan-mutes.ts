import { completeConfig, parseMutes, type AgentSettings, type Mute } from "@kumakit/agent/config";

import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import { dropInsOf, installedOn } from "../installed/installed-on.ts";
import { InstallerError } from "../installer-error.ts";
import { runtimeOf } from "../runtime/choose-runtime.ts";
import { requireManager } from "../service-manager/require-manager.ts";
import { sha256Of } from "../sha256.ts";
import { configAccess } from "../steps/owners.ts";
import type { PlannedSteps } from "../steps/host-plan.ts";
import { isPending } from "./pending-steps.ts";

/** The checks of a host, and those of them that are muted. */
export interface MutesOnHost {
  /** With what lies beside the config. */
  readonly settings: AgentSettings;
  /** Of the file; those that have ended as well. */
  readonly mutes: readonly Mute[];
}

/**
 * The mutes of a host, by its facts.
 *
 * @throws {@link InstallerError} `INSTALLER_CONFIG_BROKEN` when config or mutes cannot be read; `INSTALLER_NOT_INSTALLED`
 */
export function mutesOn(facts: HostFacts): MutesOnHost {
  const installed = installedOn(facts);
  const { config } = installed;
  if (config.kind === "broken") throw config.error;
  if (config.kind === "none") {
    const message = `No agent is installed on ${facts.label}.`;
    throw new InstallerError({ code: "INSTALLER_NOT_INSTALLED", layer: "usage", message });
  }
  const checks = [...config.config.checks, ...dropInsOf(installed)];
  return { settings: completeConfig({ ...config.config, checks }), mutes: writtenOn(facts) };
}

function writtenOn(facts: HostFacts): readonly Mute[] {
  const { mutes: file } = pathsOf(facts);
  const fact = facts.files[file];
  if (fact === undefined) return [];
  try {
    return parseMutes(fact.content ?? "", file);
  } catch (cause) {
    throw new InstallerError({
      code: "INSTALLER_CONFIG_BROKEN",
      layer: "config",
      message: `${file} on ${facts.label}, the list of muted checks, cannot be read.`,
      hint: `remove ${file}, and try again`,
      cause,
    });
  }
}

/**
 * Plans that the shell script of a host keeps to these mutes, and looks at once.
 *
 * @param text - of the file, as the agent formats it
 * @throws {@link InstallerError} `INSTALLER_NOT_PERMITTED` without root, `INSTALLER_NOT_INSTALLED` without an agent
 */
export function planMutes(facts: HostFacts, text: string): PlannedSteps {
  requireManager(facts);
  const { manifest } = installedOn(facts);
  const paths = pathsOf(facts);
  const { owner, file: mode } = configAccess(facts);
  const content = { from: "text", text, sha256: sha256Of(text) } as const;
  const file = { kind: "file", part: "config", path: paths.mutes, mode, owner, content } as const;
  const manager = manifest && runtimeOf(manifest).manager(facts);
  const start = manager?.start({ facts, paths, changedParts: new Set(["config"]), lookAtOnce: true }) ?? [];
  const secrets = new Map<string, string>();
  const steps = [file, ...start].filter((step) => isPending(step, { facts, secrets }));
  return { plan: { version: 1, action: "install", scope: facts.scope, steps, warnings: [] }, secrets };
}
