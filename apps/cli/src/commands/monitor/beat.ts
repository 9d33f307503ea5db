import { push } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { durationFlag } from "../../flags/time-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { called } from "../../monitors/changed-monitors.ts";
import { pushUrlFor } from "../../monitors/push-url-for.ts";
import { oneMonitor } from "../../monitors/select-monitors.ts";

/** `kuma monitor beat MONITOR`. */
export default class MonitorBeat extends KumaCommand<typeof MonitorBeat> {
  static override summary = "Send a heartbeat to a Push monitor.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = {
    status: Flags.option({ summary: "What it reports.", options: ["up", "down"] as const, default: "up" as const })(),
    message: Flags.string({
      char: "m",
      summary: "A text for people, which alerts repeat. Default: OK.",
      helpValue: "TEXT",
    }),
    ping: durationFlag({ name: "ping", summary: "How long it took, such as 250ms." }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> backup",
    {
      description: "A failure, to see an alert",
      command: '<%= config.bin %> <%= command.id %> backup --status down --message "no space left"',
    },
  ];
  static output = (z: Zod) => {
    const beat = { ...namedSchema(z).shape, status: z.enum(["up", "down"]), message: z.string() };
    return z.union([z.strictObject(beat), dryRunSchema(z, beat)]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorBeat);
    const client = await this.connect({ untilInterrupted: true });
    const monitor = oneMonitor(await client.monitors.list(), args.monitor);
    const url = pushUrlFor(client.server.url, monitor);
    const { status, message = "OK", ping } = flags;
    const data = { id: monitor.id, name: monitor.name, status, message };
    if (flags["dry-run"]) return this.printPlan([`report ${status} to ${called(monitor)}: ${message}`], data);
    const { timeout, signal } = this.connection;
    await push(url, { status, message, ping }, { timeout, signal, headers: await this.headersFor() });
    this.printResult(data, `Reported ${status} to ${called(monitor)}.`, String(monitor.id));
  }
}
