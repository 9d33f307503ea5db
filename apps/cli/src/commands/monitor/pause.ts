import * as Args from "@oclif/core/args";

import { KumaCommand } from "../../kuma-command.ts";
import { findMonitor } from "../../monitors/find-monitor.ts";
import { printable } from "../../output/printable.ts";

/** `kuma monitor pause MONITOR`. */
export default class MonitorPause extends KumaCommand {
  static override summary = "Pause a monitor: it refuses heartbeats and alerts nobody.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:12 --quiet" },
  ];

  async run(): Promise<void> {
    const { args } = await this.parse(MonitorPause);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name } = findMonitor(await client.monitors.list(), args.monitor);
    await client.monitors.pause(id);
    this.printResult({ id, name, active: false }, `Paused the monitor "${printable(name)}" (id ${id}).`, String(id));
  }
}
