import { checkTypeOfUnit } from "@kumakit/agent/checks";
import { readableShellWord } from "@kumakit/text";

import { InstallerError } from "../installer-error.ts";
import type { WatchedUnit } from "../config/check-names.ts";
import type { InstallScope } from "../install-paths.ts";
import { completeUnitName } from "./unit-name.ts";
import { suggestUnits } from "./unit-suggestions.ts";
import type { HostFacts } from "./host-facts.ts";

/** A unit that exists on a host, and whose manager runs it. */
export interface WatchableUnit extends WatchedUnit {
  /** The unit's `Description=`. */
  readonly description: string;
  /** Such as `active`, `inactive`, `failed`. */
  readonly activeState: string;
  /** Things that a person should know before they rely on this unit. */
  readonly notes: readonly string[];
}

/**
 * Finds the units that people named, each once, as `systemctl` would: without suffix it is a service, an alias is its
 * unit. The agent of a person watches that person's own units, and those of the host as well.
 *
 * @param facts - of a survey that was asked for these units
 * @throws {@link InstallerError} for the first that cannot be watched: `INSTALLER_UNIT_NAME`,
 * `INSTALLER_UNIT_NOT_FOUND` (with a suggestion), `INSTALLER_UNIT_MASKED` or `INSTALLER_UNIT_BROKEN`
 */
export function resolveUnits(facts: HostFacts, names: readonly string[]): readonly WatchableUnit[] {
  const [first] = names;
  if (first !== undefined && !facts.has.systemd) {
    throw new InstallerError({
      code: "INSTALLER_NO_SYSTEMD",
      layer: "systemd",
      message: `There is no unit ${first} on ${facts.label}, which does not run systemd.`,
      hint: `watch it by a command, such as: kuma agent add command --name ${readableShellWord(first)} -- ${commandFor(facts, first)}`,
    });
  }
  const found: WatchableUnit[] = [];
  for (const name of names) {
    const unit = resolved(facts, completeUnitName(name));
    if (!found.some((other) => other.unit === unit.unit && other.scope === unit.scope)) found.push(unit);
  }
  return found;
}

/**
 * The command that watches a service without systemd, for a shell. OpenRC knows its services: 3 is one that is stopped, 32
 * one that has crashed. All others, such as one that is just starting, are DOWN only when they last.
 */
function commandFor({ has, programs }: HostFacts, name: string): string {
  const service = readableShellWord(name.replace(/\.service$/, ""));
  const program = programs["rc-service"];
  if (!has.openrc || program === undefined) return `pgrep -x ${service}`;
  return `/bin/sh -c '${program} "$0" status || case $? in 3|32) exit 2;; *) exit 3;; esac' ${service}`;
}

function resolved(facts: HostFacts, name: string): WatchableUnit {
  const own = facts.scope === "user" ? propertiesOf(facts, "user", name) : undefined;
  const isOwn = own !== undefined && own["LoadState"] !== "not-found";
  const scope = isOwn ? "user" : "system";
  const properties = isOwn ? own : propertiesOf(facts, "system", name);
  const {
    Id: unit = name,
    LoadState: state,
    Description: description = "",
    ActiveState: activeState = "",
  } = properties;
  if (state === "loaded") return { unit, scope, description, activeState, notes: notesOn(unit, properties) };
  throw unusable(facts, { unit, scope, properties });
}

type Properties = Readonly<Record<string, string>>;

function propertiesOf(facts: HostFacts, scope: InstallScope, name: string): Properties {
  const properties = facts.units[scope].units[name];
  if (properties === undefined) throw notAskedFor(facts, name);
  if (properties["problem"] === undefined) return properties;
  throw new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "systemd",
    message: `systemctl show failed on ${facts.label}: ${properties["problem"]}`,
  });
}

/** Facts that were collected before may be of another question. */
function notAskedFor({ label }: HostFacts, name: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_FACTS_UNFIT",
    layer: "usage",
    message: `The facts of ${label} say nothing of ${name}: they were not collected for it.`,
    hint: `collect them with kuma agent facts ${readableShellWord(name)}`,
  });
}

interface UnusableUnit {
  readonly unit: string;
  readonly scope: InstallScope;
  readonly properties: Properties;
}

function unusable(facts: HostFacts, { unit, scope, properties }: UnusableUnit): InstallerError {
  const { LoadState: state = "", LoadError: error, FragmentPath: file } = properties;
  if (state === "masked") {
    return new InstallerError({
      code: "INSTALLER_UNIT_MASKED",
      layer: "systemd",
      message: `${unit} is masked on ${facts.label}: it can never run.`,
      hint: `systemctl${scope === "user" ? " --user" : ""} unmask ${readableShellWord(unit)}`,
    });
  }
  if (state !== "not-found") {
    return new InstallerError({
      code: "INSTALLER_UNIT_BROKEN",
      layer: "systemd",
      message: `systemd cannot load ${unit}: ${error || state}`,
      hint: `systemd-analyze verify ${readableShellWord(file || unit)}`,
    });
  }
  const similar = suggestUnits(unit, facts.units[scope].known);
  return new InstallerError({
    code: "INSTALLER_UNIT_NOT_FOUND",
    layer: "systemd",
    message: `There is no unit ${unit} on ${facts.label}.${similar.length === 0 ? "" : ` Did you mean ${similar.join(" or ")}?`}`,
    hint: "systemctl list-units --all",
  });
}

function notesOn(unit: string, properties: Properties): readonly string[] {
  return [...notesOnExit(unit, properties), ...notesOnTriggers(unit, properties)];
}

function notesOnExit(unit: string, { Type: type, RemainAfterExit: remains }: Properties): readonly string[] {
  if (remains !== "yes") return [];
  if (type === "oneshot")
    return [`${unit} stays "active" once its command has ended: it may say nothing about the processes behind it.`];
  if (type !== "forking") return [];
  return [
    `${unit} stays "active" for systemd, as init scripts do, when its processes are gone: the agent reports that as DOWN.`,
  ];
}

function notesOnTriggers(unit: string, { TriggeredBy: triggers = "" }: Properties): readonly string[] {
  const names = triggers.split(" ").filter((name) => name !== "");
  if (names.length === 0) return [];
  const timer = names.find((name) => checkTypeOfUnit(name) === "timer");
  const better = timer === undefined ? "" : ` Install ${timer} to hear of runs that do not come.`;
  return [
    `${unit} is started by ${names.join(" and ")} when it is needed: it is UP as long as that waits, also while it does not run.${better}`,
  ];
}
