import { printable } from "@kumakit/text";

import { percent } from "../output/figures.ts";
import type { MonitorReport, Report } from "./gather-report.ts";
import { timeIn } from "./period.ts";

/** A length of time for a person, to the minute or second: `2 d 3 h`, `1 h 5 min`, `42 s`; `-` for none. */
export function lengthText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds === 0) return "-";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ] as const;
  const told = parts.filter(([amount]) => amount > 0).slice(0, 2);
  return told.map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

/** The row of a monitor in every table: its name, share, outages, and lengths of time. */
export function monitorCells({ seen, sums, outages, availability }: MonitorReport): readonly string[] {
  const lengths = [
    sums.down,
    Math.max(0, ...outages.map(({ length }) => length)),
    sums.maintenance,
    sums.unmeasured,
    sums.unwatched,
  ];
  return [printable(seen.monitor.name), percent(availability), String(outages.length), ...lengths.map(lengthText)];
}

/** The headings of {@link monitorCells}. */
export const MONITOR_HEADINGS = [
  "monitor",
  "available",
  "outages",
  "down",
  "longest",
  "maintenance",
  "not measured",
  "before first heartbeat",
] as const;

/** An outage with its monitor. */
export interface OutageRow {
  readonly host: string;
  readonly monitor: string;
  readonly began: string;
  /** Empty when it goes on. */
  readonly ended: string;
  readonly length: string;
  readonly reason: string;
}

/** All outages, in the order of time. */
export function outageRows({ hosts, period: { timeZone } }: Report): readonly OutageRow[] {
  const all = hosts.flatMap(({ host, monitors }) =>
    monitors.flatMap(({ seen, outages }) => outages.map((outage) => ({ host, name: seen.monitor.name, outage }))),
  );
  return all
    .toSorted((a, b) => a.outage.began - b.outage.began)
    .map(({ host, name, outage: { began, ended, length, reason } }) => ({
      host: printable(host ?? ""),
      monitor: printable(name),
      began: timeIn(timeZone, began),
      ended: ended === null ? "" : timeIn(timeZone, ended),
      length: lengthText(length),
      reason: printable(reason) || "the reason is no longer known",
    }));
}

/** The sentences that a reader needs to understand the figures. */
export function explanations({ period, deletedBefore, server }: Report): readonly string[] {
  const deleted =
    deletedBefore === null
      ? []
      : [`The server has deleted what it knew before ${timeIn(period.timeZone, deletedBefore)}.`];
  return [
    `From ${timeIn(period.timeZone, period.from)} to ${timeIn(period.timeZone, period.to)} (${period.timeZone}), as ${server} recorded it.`,
    "Available is the share of the time up in the time up and down. Maintenance, time without heartbeats (paused, or the server was away) and time before the first heartbeat do not count.",
    ...deleted,
  ];
}
