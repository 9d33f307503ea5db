import { didYouMean } from "@kumakit/text";

import { usageError } from "../cli-error.ts";
import { hasTag } from "./select-monitors.ts";
import { BY_URGENCY, type SeenMonitor } from "./seen/seen-monitor.ts";

/** The order of a list. */
export const SORTS = ["id", "name", "type", "host", "status", "since", "last-beat"] as const;

/** Which monitors are wanted, and in which order; without a wish all of them, by id. */
export interface MonitorChoice {
  readonly down?: boolean;
  readonly type?: string | undefined;
  /** A part of the name, in any case. */
  readonly name?: string | undefined;
  /** `NAME` or `NAME=VALUE`. */
  readonly tag?: string | undefined;
  /** The name of a group around it, or several from the outside in with / between them. */
  readonly group?: string | undefined;
  readonly host?: string | undefined;
  readonly sort?: (typeof SORTS)[number] | undefined;
}

/** Chooses from all monitors. */
export function chooseMonitors(all: readonly SeenMonitor[], choice: MonitorChoice): readonly SeenMonitor[] {
  const text = choice.name?.toLowerCase() ?? "";
  return all
    .filter(({ status }) => choice.down !== true || status === "down")
    .filter(({ monitor }) => (choice.type ?? monitor.type) === monitor.type)
    .filter(({ monitor }) => monitor.name.toLowerCase().includes(text))
    .filter(({ monitor }) => choice.tag === undefined || hasTag(monitor.tags, choice.tag))
    .filter(({ groups }) => choice.group === undefined || isIn(groups, choice.group))
    .filter(({ host }) => choice.host === undefined || host === choice.host)
    .toSorted((a, b) => compare(a, b, choice.sort ?? "id") || a.monitor.id - b.monitor.id);
}

/** Refuses a type that neither this program nor the server knows. @throws CliError (exit 2) */
export function requireType(type: string | undefined, known: readonly string[]): void {
  if (type === undefined || known.includes(type)) return;
  throw usageError(`There is no monitor type ${JSON.stringify(type)}.${didYouMean(type, known)}`, "--type push");
}

function isIn(groups: readonly string[], wanted: string): boolean {
  return groups.some((_, start) => groups.slice(start).join("/") === wanted) || groups.includes(wanted);
}

function compare(left: SeenMonitor, right: SeenMonitor, sort: (typeof SORTS)[number]): number {
  const newest = (a: Date | undefined, b: Date | undefined): number => (b?.getTime() ?? 0) - (a?.getTime() ?? 0);
  switch (sort) {
    case "name":
    case "type":
      return left.monitor[sort].localeCompare(right.monitor[sort]);
    case "host":
      return (left.host ?? "\uFFFF").localeCompare(right.host ?? "\uFFFF");
    case "status":
      return BY_URGENCY.indexOf(left.status) - BY_URGENCY.indexOf(right.status);
    case "since":
      return newest(left.since?.time, right.since?.time);
    case "last-beat":
      return newest(left.lastBeat, right.lastBeat);
    default:
      return left.monitor.id - right.monitor.id;
  }
}
