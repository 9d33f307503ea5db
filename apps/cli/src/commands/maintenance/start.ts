import type { Maintenance } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { windowFlags, windowReferences } from "../../flags/window-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { startWindow, windowInForce, windowOf } from "../../maintenance/maintenance-window.ts";
import { called } from "../../monitors/changed-monitors.ts";
import { REFERENCE, selectMonitors } from "../../monitors/select-monitors.ts";
import { localTime } from "../../output/figures.ts";
import { calledItem } from "../../resources/noun.ts";
import { maintenanceData, maintenanceNoun, maintenanceSchema } from "../../resources/nouns/maintenance.ts";

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
    once: Flags.boolean({
      default: false,
      summary:
        "Begin none where one of this title is in force for these monitors, with half of the time left at least.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> --host tk-app3 --for 30m --reason "new disks"',
    { description: "Some monitors", command: "<%= config.bin %> <%= command.id %> shop tag:env=staging --for 2h" },
  ];
  static output = (z: Zod) => {
    const monitors = z.array(namedSchema(z));
    const result = { outcome: outcomeSchema(z), monitors };
    return z.union([maintenanceSchema(z).extend(result), dryRunSchema(z, { ...result, until: z.iso.datetime() })]);
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
    const title = flags.title ?? flags.reason ?? "Maintenance";
    const wish = { title, description: flags.reason, length: flags.for, monitorIds: monitors.map(({ id }) => id) };
    const present = flags.once ? await windowInForce(client, wish) : undefined;
    const result = { outcome: present === undefined ? "created" : "kept", monitors: named } as const;
    if (flags["dry-run"]) {
      const until = endOf(present) ?? end;
      const begin = monitors.map((one) => `put ${called(one)} under maintenance until ${localTime(until)}`);
      const steps = present === undefined ? begin : [`keep ${calledItem(maintenanceNoun, present)} as it is`];
      return this.printPlan(steps, { ...result, until: until.toISOString() });
    }
    const made = present ?? (await startWindow(client, wish));
    const count = `${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`;
    const text = `The maintenance ${JSON.stringify(title)} (id ${made.id}) holds for ${count} until ${localTime(endOf(made) ?? end)}.`;
    this.printResult({ ...maintenanceData(made), ...result }, text, String(made.id));
  }
}

function endOf(maintenance: Maintenance | undefined): Date | undefined {
  return maintenance?.timeSlots[0]?.end;
}
