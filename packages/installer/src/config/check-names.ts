import { checkTypeOfUnit, watchesUnits, type CheckConfig } from "@kumakit/agent/checks";
import { createHash } from "node:crypto";

import { completeUnitName } from "../facts/unit-name.ts";
import type { InstallScope } from "../install-paths.ts";
import type { InstalledCheck } from "../installed/manifest.ts";

const longestName = 150;

/** A unit to watch, and whose manager runs it. */
export interface WatchedUnit {
  /** With its suffix. */
  readonly unit: string;
  /** Whether it is the host's or a person's own. */
  readonly scope: InstallScope;
}

type Definition<Config> = Config extends CheckConfig
  ? Omit<Config, "interval" | "tokenFile" | "secondTokenFile" | "monitorId">
  : never;

/** A check of any type as a config has it, without the settings about its monitor. */
export type CheckDefinition = Definition<CheckConfig>;

/** A check of any type to do. */
export interface DefinedCheck {
  /** Its type, name and settings. */
  readonly definition: CheckDefinition;
}

/** Something to watch: a unit is the short form of a check of the type `systemd` or, for a timer, `timer`. */
export type Watched = WatchedUnit | DefinedCheck;

/** The names of checks of a person's own units begin with it. */
const ofPerson = "user/";

/** The name of a check in the agent's config: a unit's check has that of the unit, made shorter where that is too long. */
export function checkNameOf(watched: Watched): string {
  return "definition" in watched ? watched.definition.name : unitCheckName(watched);
}

function unitCheckName({ unit, scope }: WatchedUnit): string {
  const name = scope === "user" ? `${ofPerson}${unit}` : unit;
  return name.length <= longestName ? name : `${name.slice(0, longestName - digestLength - 1)}~${digestOf(name)}`;
}

const digestLength = 12;

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digestLength);
}

/** The settings of a check, with its type and name. */
export function definitionOf(watched: Watched): CheckDefinition {
  if ("definition" in watched) return watched.definition;
  const { unit, scope } = watched;
  return {
    type: checkTypeOfUnit(unit) ?? "systemd",
    name: unitCheckName(watched),
    unit,
    ...(scope === "user" ? { scope } : {}),
  };
}

/** The unit that a check watches; undefined for a pattern, and for types that watch something else. */
export function unitOf(watched: Watched): string | undefined {
  const definition = definitionOf(watched);
  return watchesUnits(definition) && !/[*?[]/.test(definition.unit) ? definition.unit : undefined;
}

/** The check as the manifest is going to name it. */
export function installedCheckOf(watched: Watched): InstalledCheck {
  const unit = unitOf(watched);
  return { name: checkNameOf(watched), ...(unit === undefined ? {} : { unit }) };
}

/**
 * The unit that a person means by a name, which may be that of its check and needs no suffix; any other name as it is.
 *
 * @throws {@link InstallerError} `INSTALLER_UNIT_NAME` for a name that looks like a unit's and cannot be one
 */
export function unitMeantBy(name: string): string {
  const unit = name.startsWith(ofPerson) ? name.slice(ofPerson.length) : name;
  // Names of other checks hold blanks, slashes and more.
  return /^[A-Za-z0-9:_.\\@-]+$/.test(unit) ? completeUnitName(unit) : name;
}

/** Where the token of a check lies, relative to the folder of the config. No unit's name has a `~` or a `+` in it. */
export function tokenFileOf({ name, unit }: InstalledCheck): string {
  if (unit !== undefined && name === unitCheckName({ unit, scope: "system" })) return `tokens/${unit}`;
  if (unit !== undefined && name === unitCheckName({ unit, scope: "user" }))
    return `tokens/~${name.slice(ofPerson.length)}`;
  return `tokens/+${asFileName(name)}`;
}

/** Where the token of the agent's own monitor lies; no unit of a person is called so, because it has no suffix. */
export const heartbeatTokenFile = "tokens/~agent";

/** Where the token of the monitor lies that drills feed, as it was when they were scheduled. */
export const drillTokenFile = "tokens/~drill";

/** No two names share a file. Signs that are not plain stand there as bytes of UTF-8, such as `+2F` for a slash. */
function asFileName(name: string): string {
  const escaped = [...Buffer.from(name)]
    .map((byte) => String.fromCodePoint(byte))
    .map((byte) =>
      /[A-Za-z0-9._-]/.test(byte) ? byte : `+${(byte.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
  return escaped.length <= longestName ? escaped : `${escaped.slice(0, longestName)}~${digestOf(name)}`;
}
