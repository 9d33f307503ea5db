import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { listFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { chooseMonitors, requireType, SORTS } from "../../monitors/choose-monitors.ts";
import { COLUMN_NAMES, DEFAULT_COLUMNS, monitorColumns, type ColumnName } from "../../monitors/monitor-columns.ts";
import { monitorSchema } from "../../monitors/monitor-schema.ts";

/** `kuma monitor list`. */
export default class MonitorList extends KumaCommand<typeof MonitorList> {
  static override summary = "List monitors with their present status and its reason.";
  static override flags = {
    down: Flags.boolean({ default: false, summary: "Only monitors that are down." }),
    type: Flags.string({ summary: "Only monitors of this type, such as push.", helpValue: "TYPE" }),
    name: Flags.string({ summary: "Only monitors whose name contains this text, in any case.", helpValue: "TEXT" }),
    tag: Flags.string({ summary: "Only monitors with this tag, as NAME or NAME=VALUE.", helpValue: "TAG" }),
    group: Flags.string({ summary: "Only monitors in this group, by its name or path.", helpValue: "GROUP" }),
    host: Flags.string({ summary: "Only monitors that are about this machine.", helpValue: "HOST" }),
    sort: Flags.option({
      summary: "The order; times have the newest first.",
      options: SORTS,
      default: "id" as const,
    })(),
    columns: Flags.string({
      summary: `The columns, with commas between them: ${COLUMN_NAMES.join(", ")}.`,
      helpValue: "NAMES",
    }),
    ...listFlags,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "What is down, the latest first",
      command: "<%= config.bin %> <%= command.id %> --down --sort since",
    },
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> --type push --name app3 --json" },
  ];
  static output = (z: Zod) => z.array(monitorSchema(z));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(MonitorList);
    const names = flags.columns === undefined ? DEFAULT_COLUMNS : columnNames(flags.columns);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { LiveMonitors } = await import("../../monitors/seen/live-monitors.ts");
    const { monitorData } = await import("../../monitors/monitor-data.ts");
    const { monitorTypes } = await import("../../client-work.ts");
    const live = await LiveMonitors.open(client, { figures: names.includes("uptime") || names.includes("ping") });
    requireType(flags.type, [...monitorTypes.map(({ type }) => type), ...live.monitors.map(({ type }) => type)]);
    const rows = chooseMonitors(await live.see(), flags);
    if (live.monitors.length === 0) this.note("There are no monitors yet. Try: kuma monitor create NAME");
    else if (rows.length === 0) this.note(`None of the ${live.monitors.length} monitors is like that.`);
    const data = rows.map((row) => monitorData(client.server.url, row));
    const ids = rows.map(({ monitor }) => monitor.id);
    await this.printTable({ data, rows, columns: monitorColumns(names, new Date()), ids }, flags);
  }
}

/** @throws CliError (exit 2) for a column that there is not */
function columnNames(text: string): readonly ColumnName[] {
  return text.split(",").map((given) => {
    const name = COLUMN_NAMES.find((known) => known === given.trim().toLowerCase());
    if (name !== undefined) return name;
    throw usageError(`--columns: there is no column ${JSON.stringify(given)}`, `--columns ${COLUMN_NAMES.join(",")}`);
  });
}
