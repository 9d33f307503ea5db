import { stringify } from "csv-stringify/sync";

import type { Report } from "./gather-report.ts";

/** A report as CSV: one line for each monitor, times in whole seconds. */
export function asCsv({ hosts }: Report): string {
  const rows = hosts.flatMap(({ host, monitors }) =>
    monitors.map(({ seen: { monitor, groups }, sums, outages, availability }) => ({
      host: host ?? "",
      group: groups.join("/"),
      monitor: monitor.name,
      id: monitor.id,
      availability: availability === null ? "" : availability.toFixed(6),
      outages: outages.length,
      down_seconds: seconds(sums.down),
      longest_outage_seconds: seconds(Math.max(0, ...outages.map(({ length }) => length))),
      up_seconds: seconds(sums.up),
      maintenance_seconds: seconds(sums.maintenance),
      unmeasured_seconds: seconds(sums.unmeasured),
      before_first_heartbeat_seconds: seconds(sums.unwatched),
    })),
  );
  // A spreadsheet would run a name that begins as a formula does.
  return stringify(rows, { header: true, escape_formulas: true }).trimEnd();
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
