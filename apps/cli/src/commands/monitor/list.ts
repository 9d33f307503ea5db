import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { listFlags } from "../../flags/list-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { monitorSchema } from "../../monitors/monitor-schema.ts";

/** `kuma monitor list`. */
export default class MonitorList extends KumaCommand<typeof MonitorList> {
  static override summary = "List monitors with their present status.";
  static override flags = {
    type: Flags.string({ summary: "Only monitors of this type, such as push.", helpValue: "TYPE" }),
    name: Flags.string({ summary: "Only monitors whose name contains this text, in any case.", helpValue: "TEXT" }),
    ...listFlags,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> --type push --name app3 --json" },
  ];
  static output = (z: Zod) => z.array(monitorSchema(z));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

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
    // A monitor that was deleted meanwhile has no status.
    const monitors = found.flatMap((monitor) => {
      const status = statuses.get(monitor.id);
      return status === undefined ? [] : [{ ...monitor, status }];
    });
    type Row = (typeof monitors)[number];
    const columns = [
      { heading: "id", cell: (row: Row) => String(row.id) },
      { heading: "name", cell: (row: Row) => row.name, isFlexible: true },
      { heading: "type", cell: (row: Row) => row.type },
      { heading: "status", cell: (row: Row) => row.status },
      { heading: "interval", cell: (row: Row) => `${row.interval}s` },
    ];
    if (monitors.length === 0) this.note("There is no such monitor.");
    const data = monitors.map((monitor) => monitorData(client, monitor, monitor.status));
    await this.printTable({ data, rows: monitors, columns, ids: monitors.map(({ id }) => id) }, flags);
  }
}
