import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { monitorFlags, notifyWish } from "../../flags/monitor-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { called, changedData, changedSchema } from "../../monitors/changed-monitors.ts";

/** `kuma group create NAME`. */
export default class GroupCreate extends KumaCommand<typeof GroupCreate> {
  static override summary = "Create a group, which holds monitors; one of that name is kept.";
  static override description =
    "A group alerts nobody unless --notify says so: a notification on a group and on its members alerts twice.";
  static override args = { name: Args.string({ description: "The group's name.", required: true }) };
  static override flags = {
    ...monitorFlags,
    description: Flags.string({ summary: "A text for people.", helpValue: "TEXT" }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> web",
    { description: "Inside another one", command: "<%= config.bin %> <%= command.id %> shops --group web" },
  ];
  static output = (z: Zod) => z.union([changedSchema(z), dryRunSchema(z, { outcome: outcomeSchema(z) })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(GroupCreate);
    const client = await this.connect();
    const { describeActions, lookUpMonitor, realiseMonitor } = await import("../../provision-work.ts");
    const { group, tag, description } = flags;
    const planned = await lookUpMonitor(client, {
      name: args.name,
      type: "group",
      notify: notifyWish(flags),
      group,
      tags: tag ?? [],
      description,
      ifExists: "keep",
    });
    const { outcome } = planned.plan;
    if (flags["dry-run"]) return this.printPlan(describeActions(planned.plan), { outcome });
    const made = await realiseMonitor(client, planned, { signal: this.signal });
    const what = called(made.monitor).replace("the monitor", "the group");
    const text = outcome === "kept" ? `There is ${what} already; nothing was changed.` : `Created ${what}.`;
    this.printResult(changedData(made), text, String(made.monitor.id));
  }
}
