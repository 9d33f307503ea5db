import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { InstallScope } from "../install-paths.ts";
import { systemctl, type Systemctl } from "./systemctl.ts";
import { completeUnitName } from "./unit-name.ts";
import { suggestUnits } from "./unit-suggestions.ts";

/** A unit that the host's systemd knows. */
export interface ResolvedUnit {
  /** The unit's own name, with suffix; not the alias that was asked for. */
  readonly id: string;
  /** The unit's `Description=`. */
  readonly description: string;
  /** Such as `active`, `inactive`, `failed`. */
  readonly activeState: string;
  /** Things that a person should know before they rely on this unit. */
  readonly notes: readonly string[];
}

/**
 * Finds the unit that `name` stands for, as `systemctl` would: without suffix it is a service, an alias is its unit.
 *
 * @param scope - whose manager to ask
 * @throws {@link InstallerError} `INSTALLER_UNIT_NAME`, `INSTALLER_UNIT_NOT_FOUND` (with a suggestion),
 * `INSTALLER_UNIT_MASKED` or `INSTALLER_UNIT_BROKEN`
 */
export async function resolveUnit(host: Host, name: string, scope: InstallScope): Promise<ResolvedUnit> {
  const manager = systemctl(host, scope);
  const unit = completeUnitName(name);
  const facts = await manager.show(unit, factNames);
  if (facts.LoadState === "loaded") {
    return { id: facts.Id, description: facts.Description, activeState: facts.ActiveState, notes: notesOn(facts) };
  }
  if (facts.LoadState === "masked") {
    throw new InstallerError({
      code: "INSTALLER_UNIT_MASKED",
      layer: "systemd",
      message: `${facts.Id} is masked on ${host.label}: it can never run.`,
      hint: `systemctl${scope === "user" ? " --user" : ""} unmask ${quoted(facts.Id)}`,
    });
  }
  if (facts.LoadState !== "not-found") {
    throw new InstallerError({
      code: "INSTALLER_UNIT_BROKEN",
      layer: "systemd",
      message: `systemd cannot load ${facts.Id}: ${facts.LoadError || facts.LoadState}`,
      hint: `systemd-analyze verify ${quoted(facts.FragmentPath || unit)}`,
    });
  }
  throw notFound(host, unit, suggestUnits(unit, await listUnits(manager)));
}

const factNames = [
  "Id",
  "LoadState",
  "LoadError",
  "ActiveState",
  "Description",
  "FragmentPath",
  "Type",
  "RemainAfterExit",
] as const;

/** Names of all units that the manager knows or could load, without templates. */
async function listUnits(manager: Systemctl): Promise<readonly string[]> {
  const lists = await Promise.all([
    manager.do(["list-unit-files", "--no-legend", "--plain"]),
    manager.do(["list-units", "--all", "--no-legend", "--plain"]),
  ]);
  return lists
    .flatMap((text) => text.split("\n"))
    .filter((line) => !line.includes(" not-found ") && !/ (masked|bad) /.test(line))
    .flatMap((line) => line.trim().split(/\s+/, 1))
    .filter((unit) => unit !== "" && !unit.includes("@."));
}

function notFound(host: Host, unit: string, similar: readonly string[]): InstallerError {
  return new InstallerError({
    code: "INSTALLER_UNIT_NOT_FOUND",
    layer: "systemd",
    message: `There is no unit ${unit} on ${host.label}.${similar.length === 0 ? "" : ` Did you mean ${similar.join(" or ")}?`}`,
    hint: "systemctl list-units --all",
  });
}

function notesOn(facts: Readonly<Record<(typeof factNames)[number], string>>): readonly string[] {
  if (facts.Type === "oneshot" && facts.RemainAfterExit === "yes") {
    return [`${facts.Id} stays "active" once its command has ended: it may say nothing about the processes behind it.`];
  }
  return [];
}

/** A name as a person can paste it into a shell. */
function quoted(text: string): string {
  return /^[A-Za-z0-9:_.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
