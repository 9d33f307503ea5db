import { isInstallerError, resolveUnit, type ResolvedUnit, type WatchedUnit } from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";

/** A unit that exists, and whose manager runs it. */
export type WatchableUnit = WatchedUnit & Pick<ResolvedUnit, "activeState" | "description" | "notes">;

/**
 * Finds the units that were named, each once. The agent of a person watches that person's own units, and those of the
 * host as well.
 *
 * @throws InstallerError for the first that does not exist
 */
export async function resolveUnits(target: AgentTarget, names: readonly string[]): Promise<readonly WatchableUnit[]> {
  const found: WatchableUnit[] = [];
  for (const name of names) {
    const unit = target.scope === "user" ? await ofPersonOrHost(target, name) : await ofHost(target, name);
    if (!found.some((other) => other.unit === unit.unit && other.scope === unit.scope)) found.push(unit);
  }
  return found;
}

async function ofHost({ host }: AgentTarget, name: string): Promise<WatchableUnit> {
  return watchable(await resolveUnit(host, name, "system"), "system");
}

async function ofPersonOrHost(target: AgentTarget, name: string): Promise<WatchableUnit> {
  try {
    return watchable(await resolveUnit(target.host, name, "user"), "user");
  } catch (error) {
    if (!isInstallerError(error) || error.code !== "INSTALLER_UNIT_NOT_FOUND") throw error;
    return await ofHost(target, name);
  }
}

function watchable({ id, ...rest }: ResolvedUnit, scope: WatchedUnit["scope"]): WatchableUnit {
  return { unit: id, scope, ...rest };
}
