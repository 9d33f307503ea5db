import * as Flags from "@oclif/core/flags";

import { KumaCommand } from "../../kuma-command.ts";
import { renderTable } from "../../output/table.ts";

/** `kuma monitor list`. */
export default class MonitorList extends KumaCommand {
  static override summary = "List monitors with their present status.";
  static override flags = {
    type: Flags.string({ summary: "Only monitors of this type, such as push.", helpValue: "TYPE" }),
    name: Flags.string({ summary: "Only monitors whose name contains this text, in any case.", helpValue: "TEXT" }),
    "no-headers": Flags.boolean({ default: false, summary: "Leave the first line out." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> --type push --name app3 --json" },
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(MonitorList);
    const client = await this.connect({ untilInterrupted: true });
    const text = flags.name?.toLowerCase() ?? "";
    const found = (await client.monitors.list())
      .filter(({ type, name }) => (flags.type ?? type) === type && name.toLowerCase().includes(text))
      .toSorted((a, b) => a.id - b.id);
    const { monitorStatuses } = await import("../../monitors/monitor-status.ts");
    const { monitorData } = await import("../../monitors/monitor-data.ts");
    const statuses = await monitorStatuses(client, found);
    const monitors = found.filter(({ id }) => statuses.has(id));
    const columns = [
      { heading: "id", cell: (row: (typeof monitors)[number]) => String(row.id) },
      { heading: "name", cell: (row: (typeof monitors)[number]) => row.name, isFlexible: true },
      { heading: "type", cell: (row: (typeof monitors)[number]) => row.type },
      { heading: "status", cell: (row: (typeof monitors)[number]) => statuses.get(row.id) ?? "" },
      { heading: "interval", cell: (row: (typeof monitors)[number]) => `${row.interval}s` },
    ];
    if (monitors.length === 0) this.note("There is no such monitor.");
    this.printResult(
      monitors.map((monitor) => monitorData(client, monitor, statuses.get(monitor.id))),
      () =>
        monitors.length === 0
          ? ""
          : renderTable(monitors, columns, { stream: process.stdout, noHeadings: flags["no-headers"] }),
      monitors.map(({ id }) => id).join("\n"),
    );
  }
}
