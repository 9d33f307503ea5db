import * as Args from "@oclif/core/args";

import { EXIT } from "../../exit-codes.ts";
import { yesFlag } from "../../flags/monitor-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { findMonitor } from "../../monitors/find-monitor.ts";
import { printable } from "../../output/printable.ts";
import { askConfirmation } from "../../prompts/ask.ts";
import { requireTerminal } from "../../prompts/require-terminal.ts";

/** `kuma monitor delete MONITOR`. */
export default class MonitorDelete extends KumaCommand {
  static override summary = "Delete a monitor and its history.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = { yes: yesFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "Without being asked", command: "<%= config.bin %> <%= command.id %> id:12 --yes" },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorDelete);
    const question = this.question("A confirmation", "--yes");
    if (!flags.yes) requireTerminal(question);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name } = findMonitor(await client.monitors.list(), args.monitor);
    const shown = `"${printable(name)}" (id ${id})`;
    if (!flags.yes && !(await askConfirmation(question, `Delete the monitor ${shown} and its history?`)))
      this.exit(EXIT.interrupted);
    await client.monitors.delete(id);
    this.printResult({ id, name, deleted: true }, `Deleted the monitor ${shown}.`, String(id));
  }
}
