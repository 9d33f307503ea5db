import { printable } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import { findMonitor } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { deletedSchema, dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { EXIT } from "../../exit-codes.ts";
import { deletionFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { describeMonitorDeletion } from "../../monitors/describe-deletion.ts";
import { confirmDeletion, requireConfirmation } from "../../prompts/confirm-deletion.ts";

/** `kuma monitor delete MONITOR`. */
export default class MonitorDelete extends KumaCommand<typeof MonitorDelete> {
  static override summary = "Delete a monitor and its history.";
  static override description =
    "Asks before; for a group that has members, its name must be typed. They stay, in no group.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = deletionFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "Without being asked", command: "<%= config.bin %> <%= command.id %> id:12 --yes" },
    { description: "Only if it is this one", command: "<%= config.bin %> <%= command.id %> 12 --confirm nginx" },
  ];
  static output = (z: Zod) => z.union([deletedSchema(z), dryRunSchema(z, namedSchema(z).shape)]);
  static readOnly = false;
  static destructive = true;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorDelete);
    const question = this.question("A confirmation", "--yes");
    requireConfirmation(question, flags);
    const client = await this.connect({ untilInterrupted: true });
    const monitors = await client.monitors.list();
    const monitor = findMonitor(monitors, args.monitor);
    const { id, name } = monitor;
    const deletion = describeMonitorDeletion(monitor, monitors);
    if (flags["dry-run"]) return this.printPlan(deletion.steps, { id, name });
    if (!(await confirmDeletion(question, deletion, flags))) this.exit(EXIT.interrupted);
    await client.monitors.delete(id);
    this.printResult({ id, name, deleted: true }, `Deleted the monitor "${printable(name)}" (id ${id}).`, String(id));
  }
}
