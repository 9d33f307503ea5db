import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { windowFlags, windowReferences } from "../../flags/window-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { startWindow, windowOf } from "../../maintenance/maintenance-window.ts";
import { called } from "../../monitors/changed-monitors.ts";
import { REFERENCE, selectMonitors } from "../../monitors/select-monitors.ts";
import { localTime } from "../../output/figures.ts";
import { maintenanceData, maintenanceSchema } from "../../resources/nouns/maintenance.ts";

/** `kuma maintenance start MONITOR… --for TIME`. */
export default class MaintenanceStart extends KumaCommand<typeof MaintenanceStart> {
  static override summary = "Put monitors under maintenance now: nobody is alerted until it ends.";
  static override description =
    "Uptime Kuma itself ends it, also when this machine is away. kuma maintenance stop ends it before.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE }) };
  static override flags = {
    ...windowFlags,
    title: Flags.string({ summary: "What it is called. Default: the reason.", helpValue: "TEXT" }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> --host tk-app3 --for 30m --reason "new disks"',
    { description: "Some monitors", command: "<%= config.bin %> <%= command.id %> shop tag:env=staging --for 2h" },
  ];
  static output = (z: Zod) => {
    const monitors = z.array(namedSchema(z));
    return z.union([maintenanceSchema(z).extend({ monitors }), dryRunSchema(z, { monitors, until: z.iso.datetime() })]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MaintenanceStart);
    if (flags.for === undefined) throw usageError("How long it lasts is missing", "--for 30m");
    const { end } = windowOf(flags.for, new Date());
    const references = windowReferences(argv.map(String), flags);
    const client = await this.connect();
    const { monitors } = selectMonitors(await client.monitors.list(), references);
    const named = monitors.map(({ id, name }) => ({ id, name }));
    if (flags["dry-run"]) {
      const steps = monitors.map((one) => `put ${called(one)} under maintenance until ${localTime(end)}`);
      return this.printPlan(steps, { monitors: named, until: end.toISOString() });
    }
    const title = flags.title ?? flags.reason ?? "Maintenance";
    const monitorIds = monitors.map(({ id }) => id);
    const made = await startWindow(client, { title, description: flags.reason, length: flags.for, monitorIds });
    const count = `${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`;
    const text = `The maintenance ${JSON.stringify(title)} (id ${made.id}) holds for ${count} until ${localTime(made.timeSlots[0]?.end ?? end)}.`;
    this.printResult({ ...maintenanceData(made), monitors: named }, text, String(made.id));
  }
}
