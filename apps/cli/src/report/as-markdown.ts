import { percent } from "../output/figures.ts";
import type { Report } from "./gather-report.ts";
import { explanations, lengthText, MONITOR_HEADINGS, monitorCells, outageRows } from "./report-figures.ts";

/** A report in Markdown. */
export function asMarkdown(report: Report): string {
  const { hosts, sums, availability, period } = report;
  const outages = outageRows(report);
  const lines = [
    `# Availability: ${period.title}`,
    "",
    `**${percent(availability)}** available, ${counted(outages.length, "outage")}, down for ${lengthText(sums.down)} in all.`,
    ...hosts.flatMap((host) => [
      "",
      `## ${escaped(host.host ?? "No host")}: ${percent(host.availability)}`,
      "",
      ...table(MONITOR_HEADINGS, host.monitors.map(monitorCells)),
    ]),
    "",
    "## Outages",
    "",
    ...(outages.length === 0 ? ["There was no outage."] : outageTable(outages)),
    "",
    ...explanations(report).flatMap((line) => [escaped(line), ""]),
  ];
  return lines.join("\n").trimEnd();
}

/** Such as `1 outage` or `2 outages`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function outageTable(outages: ReturnType<typeof outageRows>): readonly string[] {
  const rows = outages.map(({ began, ended, length, host, monitor, reason }) => [
    began,
    ended || "still down at the end",
    length,
    host,
    monitor,
    reason,
  ]);
  return table(["from", "to", "down for", "host", "monitor", "reason"], rows);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map((cells) => line(cells.map(escaped)))];
}

/** Keeps the names and messages of others from being read as Markdown or HTML. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, " ");
}
