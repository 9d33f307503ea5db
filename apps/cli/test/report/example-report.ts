import type { Monitor } from "@kumakit/client";

import { availabilityOf, outagesOf, sumsOf, together } from "../../src/report/availability.ts";
import type { HostReport, MonitorReport, Report } from "../../src/report/gather-report.ts";
import { spansOf, type KnownHistory } from "../../src/report/history.ts";
import { periodOf } from "../../src/report/period.ts";

const now = new Date("2026-11-15T12:00:00Z");
const period = periodOf({ month: "2026-10", timeZone: "Europe/Berlin" }, now);

/** A change at such a time of October, such as `03T08:00`, by the clock of UTC. */
export const change = (time: string, status: "up" | "down" | "maintenance", message = "") => ({
  time: new Date(`2026-10-${time}:00Z`),
  status,
  message,
});

interface Example extends Partial<KnownHistory> {
  readonly name: string;
  readonly host?: string;
}

/** A report on monitors with such histories; each is otherwise UP from before October on. */
export function exampleReport(examples: readonly Example[]): Report {
  const reports = examples.map(({ name, host, ...known }, index): MonitorReport => {
    const history: KnownHistory = {
      changes: [],
      measured: [{ from: period.from - 1, to: period.to + 1 }],
      start: period.from - 1,
      last: { time: new Date(period.to), status: "up" },
      isPaused: false,
      interval: 60_000,
      ...known,
    };
    const spans = spansOf(history, period);
    const sums = sumsOf(spans);
    const monitor = { id: index + 1, name, interval: 60, type: "push" } as Monitor;
    const seen = { monitor, host, groups: [], status: "up", message: "", since: undefined, lastBeat: now } as const;
    const report = { spans, sums, outages: outagesOf(spans), availability: availabilityOf(sums) };
    return { seen: { ...seen, state: undefined }, ...report };
  });
  const hosts = [...new Set(examples.map(({ host }) => host))].map((host): HostReport => {
    const monitors = reports.filter(({ seen }) => seen.host === host);
    const sums = together(monitors.map((report) => report.sums));
    return { host, monitors, sums, availability: availabilityOf(sums) };
  });
  const sums = together(reports.map((report) => report.sums));
  const server = "http://kuma.example:3001";
  return { server, period, hosts, sums, availability: availabilityOf(sums), deletedBefore: null };
}
