import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { FlagInput } from "@oclif/core/interfaces";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { changeWish, monitorChangeFlags, type MonitorChangeFlags } from "../../flags/monitor-change-flags.ts";
import { intervalFlag } from "../../flags/monitor-flags.ts";
import { settingFlags } from "../../flags/setting-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { describeEnsured, ensuredData, ensuredSchema } from "../../monitors/describe-ensured.ts";
import { oneMonitor } from "../../monitors/select-monitors.ts";
import { hasSettings, readSettings } from "../../monitors/settings/read-settings.ts";

/** `kuma monitor clone MONITOR NAME`. */
export default class MonitorClone extends KumaCommand<typeof MonitorClone> {
  static override summary = "Make a copy of a monitor under another name, with its tags and notifications.";
  static override description =
    "Flags say in what the copy differs. A Push monitor gets a new push URL; the members of a group are not copied. Each run makes another copy.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags: FlagInput = {
    ...monitorChangeFlags,
    name: Flags.string({ summary: 'Call the copy so. Default: "Copy of …".', helpValue: "NAME" }),
    interval: intervalFlag({ summary: "Seconds between checks, or in which a heartbeat must come; also as 5m." }),
    ...settingFlags,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> shop --name shop-eu --url https://eu.shop.example",
    { description: "Only the new id, for a script", command: "<%= config.bin %> <%= command.id %> 12 --quiet" },
  ];
  static output = (z: Zod) => z.union([ensuredSchema(z), dryRunSchema(z, { notifications: z.array(namedSchema(z)) })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorClone);
    const values = flags as unknown as MonitorChangeFlags & Readonly<Record<string, unknown>>;
    const given = await readSettings(values);
    const client = await this.connect();
    const monitors = await client.monitors.list();
    const monitor = oneMonitor(monitors, args.monitor);
    const { describeActions, planClone, realiseMonitor } = await import("../../provision-work.ts");
    const { parseSettings } = await import("../../monitors/settings/parse-settings.ts");
    const { name = `Copy of ${monitor.name}`, ...wish } = changeWish(values);
    const settings = hasSettings(given) ? parseSettings(monitor.type, given) : {};
    const planned = await planClone(client, monitor, { ...wish, name, settings, monitors });
    if (values["dry-run"] === true)
      return this.printPlan(describeActions(planned.plan), { notifications: planned.plan.notifications });
    const made = await realiseMonitor(client, planned, { signal: this.signal });
    this.printResult(ensuredData(made), () => describeEnsured(made), String(made.monitor.id));
  }
}
