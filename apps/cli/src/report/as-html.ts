import Mustache from "mustache";

import { printable } from "@kumakit/text";

import { percent } from "../output/figures.ts";
import { counted } from "./as-markdown.ts";
import type { HostReport, MonitorReport, Report } from "./gather-report.ts";
import type { Span, Standing } from "./history.ts";
import { pageTemplate } from "./page-template.ts";
import { dayIn, daysOf, timeIn, type Period } from "./period.ts";
import { explanations, lengthText, MONITOR_HEADINGS, monitorCells, outageRows } from "./report-figures.ts";

/** The width of each picture, in its own units. */
const WIDTH = 1000;

/** The height of a strip, and of the chart of days. */
const [STRIP, CHART] = [44, 115];

/** Below this a day or an outage could not be seen. */
const LEAST = 4;

/** The height of the bar of each standing, and its meaning. */
const standings: Readonly<Record<Standing, { readonly height: number; readonly meaning: string }>> = {
  up: { height: 16, meaning: "up" },
  down: { height: STRIP, meaning: "down" },
  maintenance: { height: 28, meaning: "maintenance" },
  unmeasured: { height: 5, meaning: "no heartbeats" },
  unwatched: { height: 5, meaning: "before its first heartbeat" },
};

/** The columns beside the name of a monitor that the page has room for. */
const COLUMNS = ["monitor", "available", "outages", "down", "longest"].map((name) =>
  MONITOR_HEADINGS.findIndex((heading) => heading === name),
);

/** A report as one page of HTML, which needs no server and no other file. */
export function asHtml(report: Report): string {
  const { hosts, period, sums, availability, server } = report;
  const outages = outageRows(report);
  const monitors = hosts.flatMap((host) => host.monitors);
  const { days, longest } = daysDown(monitors, period);
  const view = {
    title: period.title,
    server,
    available: percent(availability),
    outageCount: outages.length,
    outageWord: outages.length === 1 ? "outage" : "outages",
    down: lengthText(sums.down),
    monitorCount: monitors.length,
    monitorWord: monitors.length === 1 ? "monitor" : "monitors",
    longestDay: longest === 0 ? counted(0, "outage") : lengthText(longest),
    days,
    hosts: hosts.map((host) => hostView(host, period)),
    legend: Object.entries(standings).map(([standing, { height, meaning }]) => ({ standing, meaning, ...bar(height) })),
    hasOutages: outages.length > 0,
    outages,
    explanations: explanations(report),
  };
  return Mustache.render(pageTemplate, view).trimEnd();
}

function hostView({ host, monitors, availability }: HostReport, period: Period) {
  return {
    host: printable(host ?? "No host"),
    available: percent(availability),
    period: `${dayIn(period.timeZone, period.from)} to ${dayIn(period.timeZone, period.to - 1)}`,
    headings: COLUMNS.map((at) => ({ text: MONITOR_HEADINGS[at], isFigure: at > 0 })),
    monitors: monitors.map((monitor) => monitorView(monitor, period)),
  };
}

function monitorView(report: MonitorReport, { from, to, timeZone }: Period) {
  const cells = monitorCells(report);
  const scale = WIDTH / (to - from);
  return {
    name: printable(report.seen.monitor.name),
    available: percent(report.availability),
    cells: COLUMNS.map((at) => ({ text: cells[at], isFigure: at > 0 })),
    // What is down is drawn last, so that nothing covers a short outage.
    spans: report.spans
      .toSorted((a, b) => Number(a.standing === "down") - Number(b.standing === "down"))
      .map((span) => spanView(span, { from, scale, timeZone })),
  };
}

function spanView(
  { standing, message, ...span }: Span,
  { from, scale, timeZone }: { readonly from: number; readonly scale: number; readonly timeZone: string },
) {
  const { height, meaning } = standings[standing];
  const width = Math.max((span.to - span.from) * scale, standing === "down" ? LEAST : 0);
  const time = `${timeIn(timeZone, span.from)} to ${timeIn(timeZone, span.to)}`;
  return {
    standing,
    x: rounded(Math.min((span.from - from) * scale, WIDTH - width)),
    width: rounded(width),
    ...bar(height),
    label: `${meaning}, ${time}${message === "" ? "" : `: ${printable(message)}`}`,
  };
}

/** The time down of all monitors together, day by day, as bars. */
function daysDown(monitors: readonly MonitorReport[], period: Period) {
  const starts = daysOf(period);
  const down = monitors.flatMap(({ spans }) => spans.filter(({ standing }) => standing === "down"));
  const lengths = starts.map((start, at) => {
    const end = starts[at + 1] ?? period.to;
    return down.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)), 0);
  });
  const longest = Math.max(...lengths);
  const step = WIDTH / starts.length;
  const days = lengths.map((length, at) => {
    const height = length === 0 ? 0 : Math.max(LEAST, (length / longest) * CHART);
    const day = dayIn(period.timeZone, starts[at] ?? period.from);
    return {
      day,
      down: lengthText(length),
      label: at % Math.ceil(starts.length / 16) === 0 ? day.slice(5) : "",
      x: rounded(at * step),
      y: rounded(130 - height),
      width: rounded(step * 0.8),
      height: rounded(height),
    };
  });
  return { days, longest };
}

function bar(height: number) {
  return { y: STRIP - height, height };
}

function rounded(figure: number): number {
  return Math.round(figure * 100) / 100;
}
