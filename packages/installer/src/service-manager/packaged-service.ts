import type { AgentConfig } from "@kumakit/agent/config";

import { journalGroup } from "../install-paths.ts";
import { sha256Of } from "../sha256.ts";
import type { HostStep } from "../steps/host-plan.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { sandboxOptions, type UnitSetting } from "./sandbox-options.ts";
import type { ServiceInput, ServiceManager } from "./service-manager.ts";
import { polkitSteps, systemdManager } from "./systemd.ts";

/** systemd, with a service that a package has brought: an install adds to it only what the checks need. */
export const packagedService: ServiceManager = {
  ...systemdManager,
  definition: (input) => [...dropInSteps(input), ...polkitSteps(input)],
};

/** A config whose service may do as little as can be: that of a package. */
export const nothingWatched: AgentConfig = {
  version: 1,
  server: { url: "http://localhost" },
  host: "localhost",
  checks: [],
};

function dropInSteps({ facts, paths, config }: ServiceInput): readonly HostStep[] {
  const settings = neededSettings(config, facts.groups[journalGroup] !== undefined);
  if (settings.length === 0) return [];
  const text = [
    "# Written by kuma agent install: what the checks need. Changes are lost with the next install.",
    "[Service]",
    ...settings.map(([name, value]) => `${name}=${value}`),
    "",
  ].join("\n");
  const owner = hostOwnerOf(facts);
  const content = { from: "text", text, sha256: sha256Of(text) } as const;
  return [
    { kind: "folder", path: `${paths.unit}.d`, mode: "0755", owner, isOurs: false },
    { kind: "file", part: "unit", path: paths.unitDropIn, mode: "0644", owner, content },
  ];
}

/** Those that differ from the package's own: single values are replaced, and lists become longer. */
function neededSettings(config: AgentConfig, canReadJournal: boolean): readonly UnitSetting[] {
  const own = new Set(sandboxOptions(nothingWatched).map((setting) => setting.join("=")));
  return sandboxOptions(config, canReadJournal).filter((setting) => !own.has(setting.join("=")));
}
