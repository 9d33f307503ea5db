import { installedOn, type CheckDefinition, type HostFacts } from "@kumakit/installer";

import { chooseChecks } from "./choose-checks.ts";
import { notInstalled } from "./find-agent.ts";

/** New settings for a check that a host does already. */
export interface CheckChange {
  /** Its name, or its unit; all checks that installs have brought when left out. */
  readonly check?: string | undefined;
  /**
   * Makes the new settings of the present ones, on each host. The type and the name stay. When it throws, that host fails.
   */
  readonly change: (definition: CheckDefinition) => CheckDefinition;
}

/**
 * The checks of a host with new settings.
 *
 * @throws InstallerError `INSTALLER_NOT_INSTALLED`; ProvisionError `KUMA_CHECK_NOT_FOUND` for a check that no install has
 * brought there
 */
export function changedChecks(facts: HostFacts, changes: readonly CheckChange[]): readonly CheckDefinition[] {
  if (changes.length === 0) return [];
  const { manifest, config } = installedOn(facts);
  if (manifest === undefined || config.kind !== "valid") throw notInstalled(facts);
  return changes.flatMap(({ check, change }) => {
    const chosen = chooseChecks({ host: facts, manifest }, check === undefined ? [] : [check]);
    const there = config.config.checks.filter(({ name }) => chosen.some((one) => one.name === name));
    return there.map((one) => change(definitionIn(one)));
  });
}

type WrittenCheck = CheckDefinition & {
  readonly interval: number;
  readonly tokenFile: string;
  readonly secondTokenFile?: string | undefined;
  readonly monitorId?: number | undefined;
};

/** A check of a config without the settings about its monitor. */
export function definitionIn(check: WrittenCheck): CheckDefinition {
  const { interval: _i, tokenFile: _t, secondTokenFile: _s, monitorId: _m, ...definition } = check;
  return definition;
}
