import * as Args from "@oclif/core/args";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { deletedSchema } from "../../contract/shared-schemas.ts";
import { EXIT } from "../../exit-codes.ts";
import { deletionFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { called, namedPlanData, namedPlanSchema, onEach } from "../../monitors/changed-monitors.ts";
import { describeMonitorDeletions } from "../../monitors/describe-deletion.ts";
import { REFERENCE, selectMonitors } from "../../monitors/select-monitors.ts";
import { confirmDeletion, requireConfirmation } from "../../prompts/confirm-deletion.ts";

/** `kuma monitor delete MONITOR…`. */
export default class MonitorDelete extends KumaCommand<typeof MonitorDelete> {
  static override summary = "Delete monitors and their history.";
  static override description =
    "Asks before; for a group that has members, its name must be typed, and for several monitors, how many they are. Members of a group stay, in no group, unless they are deleted as well.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE, required: true }) };
  static override flags = deletionFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "Without being asked", command: "<%= config.bin %> <%= command.id %> id:12 --yes" },
    { description: "Only if it is this one", command: "<%= config.bin %> <%= command.id %> 12 --confirm nginx" },
    { description: "Several, seen beforehand", command: '<%= config.bin %> <%= command.id %> "tk-app3/*" --dry-run' },
  ];
  static output = (z: Zod) =>
    z.union([
      deletedSchema(z).describe("For one monitor that was named."),
      z.array(deletedSchema(z)).describe("For several."),
      namedPlanSchema(z),
    ]);
  static readOnly = false;
  static destructive = true;
  static idempotent = false;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MonitorDelete);
    const question = this.question("A confirmation", "--yes");
    requireConfirmation(question, flags);
    const client = await this.connect({ untilInterrupted: true });
    const all = await client.monitors.list();
    const { monitors, isSingle } = selectMonitors(all, argv.map(String));
    if (flags.confirm !== undefined && monitors.length > 1)
      throw usageError(`--confirm is for one monitor, and these are ${monitors.length}`, "--yes when all are meant");
    const deletion = describeMonitorDeletions(monitors, all);
    if (flags["dry-run"]) return this.printPlan(deletion.steps, namedPlanData({ monitors, isSingle }));
    if (!(await confirmDeletion(question, deletion, flags))) this.exit(EXIT.interrupted);
    const { done, failure } = await onEach(monitors, this.signal, async (monitor) => {
      await client.monitors.delete(monitor.id);
      return monitor;
    });
    const data = done.map(({ id, name }) => ({ id, name, deleted: true as const }));
    this.printOneOrMany(data, isSingle, done.map((one) => `Deleted ${called(one)}.`).join("\n"));
    if (failure !== undefined) throw failure;
  }
}
