import * as Flags from "@oclif/core/flags";

import type { Zod } from "../contract/command-contract.ts";
import { parseSince } from "../flags/time-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import type { Report as GatheredReport } from "../report/gather-report.ts";
import { reportSchema } from "../report/report-schema.ts";

/** `kuma report`. */
export default class Report extends KumaCommand<typeof Report> {
  static override summary = "Report how available everything was in a month, with each outage and its reason.";
  static override description =
    "Maintenance, time without heartbeats and time before the first heartbeat do not count, and are shown. Groups are left out: they only sum up their members. The page of --output html is one file that needs no server, for a browser or for paper.";
  static override flags = {
    month: Flags.string({ summary: "The month. Default: the last whole one.", helpValue: "YYYY-MM" }),
    since: Flags.custom<Date>({
      summary: "From then until now: 7d, or a time such as 2026-11-01.",
      helpValue: "TIME",
      exclusive: ["month"],
      parse: async (text) => parseSince(text, new Date()),
    })(),
    tz: Flags.string({ summary: "The time zone of days and months. Default: this machine's.", helpValue: "ZONE" }),
    tag: Flags.string({ summary: "Only monitors with this tag, as NAME or NAME=VALUE.", helpValue: "TAG" }),
    group: Flags.string({ summary: "Only monitors in this group, by its name or path.", helpValue: "GROUP" }),
    host: Flags.string({ summary: "Only monitors that are about this machine.", helpValue: "HOST" }),
    output: Flags.option({
      char: "o",
      summary: "The form: Markdown, a page, a table for spreadsheets, or data.",
      options: ["md", "html", "csv", "json", "yaml"] as const,
      exclusive: ["json", "template"],
      default: "md" as const,
    })(),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "The page for October, by the clock of Berlin; redirect it to a file",
      command: "<%= config.bin %> <%= command.id %> --month 2026-10 --tz Europe/Berlin --output html",
    },
    {
      description: "One customer's last week, for a spreadsheet",
      command: "<%= config.bin %> <%= command.id %> --tag customer=acme --since 7d --output csv",
    },
  ];
  static output = (z: Zod) => reportSchema(z);
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(Report);
    const { periodOf } = await import("../report/period.ts");
    const now = new Date();
    const period = periodOf({ month: flags.month, since: flags.since, timeZone: flags.tz }, now);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { LiveMonitors } = await import("../monitors/seen/live-monitors.ts");
    const { chooseMonitors } = await import("../monitors/choose-monitors.ts");
    const live = await LiveMonitors.open(client);
    const monitors = chooseMonitors(await live.see(), flags).filter(({ monitor }) => monitor.type !== "group");
    if (monitors.length === 0) this.note("No monitor is like that.");
    const { gatherReport } = await import("../report/gather-report.ts");
    const bar = this.progress(`Reading the history of ${monitors.length} monitors`);
    const report = await gatherReport(client, monitors, { period, now: now.getTime() }).finally(() => bar.stop());
    const { reportData } = await import("../report/report-schema.ts");
    const text = await this.#text(flags.output, report);
    this.printResult(reportData(report), text, text);
  }

  async #text(form: "md" | "html" | "csv" | "json" | "yaml", report: GatheredReport): Promise<string> {
    if (form === "html") return (await import("../report/as-html.ts")).asHtml(report);
    if (form === "csv") return (await import("../report/as-csv.ts")).asCsv(report);
    return (await import("../report/as-markdown.ts")).asMarkdown(report);
  }
}
