import { printable } from "@kumakit/text";
import type { LeftMonitor, MonitorRef, RemovalOutcome, RemovalPlan } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema } from "../contract/shared-schemas.ts";
import { describePlan, previewData } from "./describe-preview.ts";

/** A monitor by its name and id. */
function shownMonitor({ id, name }: MonitorRef): string {
  return `${printable(name)} (id ${id})`;
}

/** The things that an uninstall is about to take away, for a question; undefined when there are none. */
export function describeGoing({ units, unwatched, monitors, groups }: RemovalPlan): string | undefined {
  const agent =
    unwatched.length === 0 ? "" : `, and with the agent ${printable(unwatched.join(", "))}, which kuma has not brought`;
  const deleted = [...monitors.map(shownMonitor), ...groups.map(shownGroup)];
  if (units.length === 0)
    return deleted.length === 0 ? undefined : `Delete ${deleted.join(", ")}, which an install there has made`;
  const also = deleted.length === 0 ? "" : `, and delete ${deleted.join(", ")}`;
  return `Stop watching ${printable(units.join(", "))}${agent}${also}`;
}

/** A group in the same way. */
function shownGroup(group: MonitorRef): string {
  return `the group ${shownMonitor(group)}`;
}

/**
 * The output of `kuma agent uninstall` for people.
 *
 * @param deletes - whether monitors were to be deleted
 */
export function describeUninstall(outcome: RemovalOutcome, deletes: boolean): string {
  const { keptConfig, keptFor, unwatched } = outcome;
  return [
    describeAgent(outcome),
    ...(keptConfig === undefined ? [] : [`${keptConfig} was left: ${describeKept(keptFor)}.`]),
    ...(unwatched.length === 0
      ? []
      : [`Nothing watches ${printable(unwatched.join(", "))} any more, which kuma has not brought.`]),
    ...(deletes ? describeMonitors(outcome) : [monitorsStay]),
  ].join("\n");
}

function describeAgent({ units, isGone }: RemovalOutcome): string {
  if (isGone) return "The agent was removed.";
  return units.length === 0 ? notInstalled : `The agent does not watch ${printable(units.join(", "))} any more.`;
}

function describeKept(keptFor: string | undefined): string {
  return keptFor === undefined ? "it holds what kuma has not brought" : `the checks in ${keptFor} need it`;
}

const monitorsStay = "The monitors were left: pause or delete them, or they will alert that no heartbeat comes.";

function describeMonitors({ deletedMonitors, deletedGroups, leftMonitors }: RemovalOutcome): readonly string[] {
  const deleted = [...deletedMonitors.map(shownMonitor), ...deletedGroups.map(shownGroup)].join(", ");
  // A warning names each former one already.
  const left = leftMonitors.filter(({ isFormer }) => !isFormer);
  if (deleted === "" && left.length === 0) return ["There was no monitor of this host to delete."];
  return [...(deleted === "" ? [] : [`Deleted ${deleted}.`]), ...left.map(describeLeft)];
}

function describeLeft({ unit, monitor, isForgotten, isOfOldJob }: LeftMonitor): string {
  if (monitor === null) return `The server has no monitor that ${unit} reported to.`;
  if (isOfOldJob === true)
    return `The monitor ${shownMonitor(monitor)} of ${unit} was left: the job of cron that fed it before runs again.`;
  if (isForgotten === true)
    return `The monitor ${shownMonitor(monitor)} was left: an install on this host has made it for ${printable(unit)}, and nothing here knows of it. Unless a copy of this host reports to it, delete it: kuma monitor delete ${monitor.id}`;
  return `The monitor ${shownMonitor(monitor)} of ${unit} was left, because kuma has not made it: pause or delete it, or it will alert that no heartbeat comes.`;
}

/** The text about a host without an agent. */
const notInstalled = "No agent is installed here.";

/**
 * The same where nothing was removed either.
 *
 * @param deletes - whether monitors were to be deleted
 */
export function describeNone(deletes: boolean): string {
  return deletes
    ? notInstalled
    : `${notInstalled} Where an install was cut short, kuma agent uninstall --delete-monitors deletes its monitors.`;
}

/** The output of `kuma agent uninstall --json`. */
export const removalSchema = (z: Zod) =>
  z.strictObject({
    changed: z.boolean(),
    units: z.array(z.string()),
    agentRemoved: z.boolean().optional(),
    keptConfig: z.string().nullable().optional(),
    unwatched: z
      .array(z.string())
      .optional()
      .describe("Checks that kuma has not brought and that nothing watches any more."),
    deletedMonitors: z.array(namedSchema(z)),
    deletedGroups: z.array(namedSchema(z)).describe("Groups of hosts that nothing was left in."),
  });

/** The outcome as it prints it; undefined for a host without an agent. */
export function removalData(outcome: RemovalOutcome | undefined) {
  if (outcome === undefined) return { changed: false, units: [], deletedMonitors: [], deletedGroups: [] };
  const { units, isGone, keptConfig = null, unwatched, deletedMonitors, deletedGroups } = outcome;
  const changed = units.length + deletedMonitors.length + deletedGroups.length > 0;
  return { changed, units, agentRemoved: isGone, keptConfig, unwatched, deletedMonitors, deletedGroups };
}

/** The text of `--dry-run`. */
export function plannedData(plan: RemovalPlan | undefined) {
  return plan === undefined ? removalData(undefined) : previewData(plan);
}

/** The same for people, of one of several hosts. */
export function describePlanned(plan: RemovalPlan | undefined): string {
  return plan === undefined ? describeNone(true) : describePlan(plan);
}
