import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { switchedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { called, namedPlanData, namedPlanSchema, onEach } from "../../monitors/changed-monitors.ts";
import { REFERENCE, selectMonitors } from "../../monitors/select-monitors.ts";

/** `kuma monitor resume MONITOR…`. */
export default class MonitorResume extends KumaCommand<typeof MonitorResume> {
  static override summary = "Resume monitors that were paused.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE, required: true }) };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:12 --quiet" },
    { description: "Several", command: "<%= config.bin %> <%= command.id %> tag:env=staging web/shop" },
  ];
  static output = (z: Zod) =>
    z.union([
      switchedSchema(z).describe("For one monitor that was named."),
      z.array(switchedSchema(z)).describe("For several."),
      namedPlanSchema(z),
    ]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MonitorResume);
    const client = await this.connect({ untilInterrupted: true });
    const { monitors, isSingle } = selectMonitors(await client.monitors.list(), argv.map(String));
    if (flags["dry-run"]) {
      const steps = monitors.map((one) =>
        one.active ? `leave ${called(one)} as it is: it is active already` : `resume ${called(one)}`,
      );
      return this.printPlan(steps, namedPlanData({ monitors, isSingle }));
    }
    const { done, failure } = await onEach(monitors, this.signal, async (monitor) => {
      await client.monitors.resume(monitor.id);
      return monitor;
    });
    const data = done.map(({ id, name }) => ({ id, name, active: true }));
    this.printOneOrMany(data, isSingle, done.map((one) => `Resumed ${called(one)}.`).join("\n"));
    if (failure !== undefined) throw failure;
  }
}
