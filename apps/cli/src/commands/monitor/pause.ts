import { printable } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import { findMonitor } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema, switchedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";

/** `kuma monitor pause MONITOR`. */
export default class MonitorPause extends KumaCommand<typeof MonitorPause> {
  static override summary = "Pause a monitor: it refuses heartbeats and alerts nobody.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:12 --quiet" },
  ];
  static output = (z: Zod) => z.union([switchedSchema(z), dryRunSchema(z, namedSchema(z).shape)]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorPause);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name, active } = findMonitor(await client.monitors.list(), args.monitor);
    const shown = `the monitor "${printable(name)}" (id ${id})`;
    if (flags["dry-run"]) {
      const step = active ? `pause ${shown}` : `leave ${shown} as it is: it is paused already`;
      return this.printPlan([step], { id, name });
    }
    await client.monitors.pause(id);
    this.printResult({ id, name, active: false }, `Paused ${shown}.`, String(id));
  }
}
