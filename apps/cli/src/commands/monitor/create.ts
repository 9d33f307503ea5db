import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { MonitorWish } from "@kumakit/provision";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { ifExistsFlag, intervalFlag, monitorFlags, notifyWish } from "../../flags/monitor-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { describeEnsured, ensuredData, ensuredSchema } from "../../monitors/describe-ensured.ts";

/** `kuma monitor create NAME`. */
export default class MonitorCreate extends KumaCommand<typeof MonitorCreate> {
  static override summary = "Create a monitor, and print the URL that heartbeats go to.";
  static override description =
    "The monitor alerts the notifications given with --notify, else the server's default ones. One that would alert nobody is refused, unless --no-notify says that it is meant. Anybody who knows the push URL can report the service as healthy: keep it to yourself.";
  static override args = { name: Args.string({ description: "The monitor's name.", required: true }) };
  static override flags = {
    type: Flags.option({ summary: "The type of monitor.", options: ["push"] as const, default: "push" })(),
    interval: intervalFlag(),
    ...monitorFlags,
    description: Flags.string({ summary: "A text for people.", helpValue: "TEXT" }),
    "if-exists": ifExistsFlag(),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord --notify ops-chat",
    {
      description: "In a group, with tags, and only the id for a script",
      command: '<%= config.bin %> <%= command.id %> "tk-app3 nginx" --group web --tag env=prod --interval 30 --quiet',
    },
  ];
  static output = (z: Zod) =>
    z.union([ensuredSchema(z), dryRunSchema(z, { outcome: outcomeSchema(z), notifications: z.array(namedSchema(z)) })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorCreate);
    const wish: MonitorWish = {
      name: args.name,
      interval: flags.interval,
      notify: notifyWish(flags),
      group: flags.group,
      tags: flags.tag ?? [],
      description: flags.description,
      ifExists: flags["if-exists"],
    };
    const client = await this.connect();
    const { describeActions, ensureMonitor, planMonitor } = await import("../../provision-work.ts");
    if (flags["dry-run"]) {
      const plan = await planMonitor(client, wish);
      const { outcome, notifications } = plan;
      return this.printPlan(describeActions(plan), { outcome, notifications });
    }
    const ensured = await ensureMonitor(client, wish, { signal: this.signal });
    const shown = JSON.stringify(ensured.monitor.name);
    for (const warning of ensured.warnings) this.warn(`The monitor ${shown} is ${ensured.outcome}, but ${warning}`);
    this.printResult(ensuredData(ensured), () => describeEnsured(ensured), String(ensured.monitor.id));
  }
}
