import * as Args from "@oclif/core/args";

import { KumaCommand } from "../../kuma-command.ts";
import { findMonitor } from "../../monitors/find-monitor.ts";
import { printable } from "../../output/printable.ts";

/** `kuma monitor resume MONITOR`. */
export default class MonitorResume extends KumaCommand {
  static override summary = "Resume a monitor that was paused.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:12 --quiet" },
  ];

  async run(): Promise<void> {
    const { args } = await this.parse(MonitorResume);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name } = findMonitor(await client.monitors.list(), args.monitor);
    await client.monitors.resume(id);
    this.printResult({ id, name, active: true }, `Resumed the monitor "${printable(name)}" (id ${id}).`, String(id));
  }
}
