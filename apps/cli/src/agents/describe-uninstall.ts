import { printable } from "@kumakit/text";
import type { LeftMonitor, MonitorRef, RemovalOutcome, RemovalPlan } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema } from "../contract/shared-schemas.ts";
import { describePlan, previewData } from "./describe-preview.ts";

/** A monitor by its name and id. */
function shownMonitor({ id, name }: MonitorRef): string {
  return `${printable(name)} (id ${id})`;
}

/** The things that an uninstall is about to take away, for a question. */
export function describeGoing({ units, unwatched, monitors, groups }: RemovalPlan): string {
  const agent =
    unwatched.length === 0 ? "" : `, and with the agent ${printable(unwatched.join(", "))}, which kuma has not brought`;
  const deleted = [...monitors.map(shownMonitor), ...groups.map(shownGroup)];
  const also = deleted.length === 0 ? "" : `, and delete ${deleted.join(", ")}`;
  return `${printable(units.join(", "))}${agent}${also}`;
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
  const { units, isGone, keptConfig, keptFor, unwatched } = outcome;
  return [
    isGone ? "The agent was removed." : `The agent does not watch ${printable(units.join(", "))} any more.`,
    ...(keptConfig === undefined ? [] : [`${keptConfig} was left: ${describeKept(keptFor)}.`]),
    ...(unwatched.length === 0
      ? []
      : [`Nothing watches ${printable(unwatched.join(", "))} any more, which kuma has not brought.`]),
    ...(deletes ? describeMonitors(outcome) : [monitorsStay]),
  ].join("\n");
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

function describeLeft({ unit, monitor }: LeftMonitor): string {
  if (monitor === null) return `The server has no monitor that ${unit} reported to.`;
  return `The monitor ${shownMonitor(monitor)} of ${unit} was left, because kuma has not made it: pause or delete it, or it will alert that no heartbeat comes.`;
}

/** The text about a host without an agent. */
export const notInstalled = "No agent is installed here.";

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
  return { changed: true, units, agentRemoved: isGone, keptConfig, unwatched, deletedMonitors, deletedGroups };
}

/** The text of `--dry-run`. */
export function plannedData(plan: RemovalPlan | undefined) {
  return plan === undefined ? removalData(undefined) : previewData(plan);
}

/** The same for people, of one of several hosts. */
export function describePlanned(plan: RemovalPlan | undefined): string {
  return plan === undefined ? notInstalled : describePlan(plan);
}
