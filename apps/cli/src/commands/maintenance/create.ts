import type { MaintenanceInput } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { windowFlags, windowReferences } from "../../flags/window-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { planOf } from "../../maintenance/maintenance-plan.ts";
import { called } from "../../monitors/changed-monitors.ts";
import { selectMonitors } from "../../monitors/select-monitors.ts";
import { calledItem } from "../../resources/noun.ts";
import { maintenanceData, maintenanceNoun, maintenanceSchema } from "../../resources/nouns/maintenance.ts";
import { readJsonObject } from "../../secrets/read-json-object.ts";

/** `kuma maintenance create TITLE`. */
export default class MaintenanceCreate extends KumaCommand<typeof MaintenanceCreate> {
  static override summary = "Plan a maintenance for a later time, or a repeated one.";
  static override description =
    "Once from --start to --end, or whenever --cron says so, --for each time. --from-file takes every plan of Uptime Kuma, such as days of the week; docs/client/maintenance.md has them. kuma maintenance start begins one now.";
  static override args = { title: Args.string({ description: "What it is called.", required: true }) };
  static override flags = {
    start: Flags.string({
      summary: 'When it begins, such as "2026-12-01 22:00" (in the zone of --time-zone), or a time with a zone.',
      helpValue: "TIME",
      dependsOn: ["end"],
      exclusive: ["cron", "from-file"],
    }),
    end: Flags.string({ summary: "When it ends.", helpValue: "TIME", dependsOn: ["start"] }),
    cron: Flags.string({
      summary: "When it begins each time: minute, hour, day, month, day of the week.",
      helpValue: "EXPRESSION",
      dependsOn: ["for"],
      exclusive: ["from-file"],
    }),
    "time-zone": Flags.string({ summary: "Where the times are meant. Default: the server's zone.", helpValue: "ZONE" }),
    "from-file": Flags.string({ summary: "Take the plan from this JSON object, or - for stdin.", helpValue: "FILE" }),
    ...windowFlags,
    monitor: Flags.string({
      summary: "This monitor, by all that names monitors; may be repeated.",
      helpValue: "MONITOR",
      multiple: true,
      multipleNonGreedy: true,
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> "new disks" --start "2026-12-01 22:00" --end "2026-12-02 01:00" --host tk-app3',
    {
      description: "Each Sunday night",
      command: '<%= config.bin %> <%= command.id %> backups --cron "0 3 * * 0" --for 90m --tag env=prod',
    },
  ];
  static output = (z: Zod) => {
    const monitors = z.array(namedSchema(z));
    return z.union([maintenanceSchema(z).extend({ monitors }), dryRunSchema(z, { title: z.string(), monitors })]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MaintenanceCreate);
    const { title } = args;
    const file = flags["from-file"];
    const example =
      '{"strategy": "recurring-weekday", "weekdays": ["sunday"], "timeRange": {"from": "03:00", "to": "04:00"}}';
    const plan = file === undefined ? planOf(flags) : await readJsonObject(file, example);
    const references = windowReferences(flags.monitor ?? [], flags);
    const client = await this.connect();
    const { monitors } = selectMonitors(await client.monitors.list(), references);
    const named = monitors.map(({ id, name }) => ({ id, name }));
    if (flags["dry-run"]) {
      const steps = [
        `plan the maintenance ${JSON.stringify(title)}`,
        ...monitors.map((one) => `have it hold for ${called(one)}`),
      ];
      return this.printPlan(steps, { title, monitors: named });
    }
    const details = { title, description: flags.reason, monitorIds: monitors.map(({ id }) => id) };
    const made = await client.maintenance.create({ ...plan, ...details } as MaintenanceInput);
    const count = `${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`;
    const text = `Planned ${calledItem(maintenanceNoun, made)} for ${count}.`;
    this.printResult({ ...maintenanceData(made), monitors: named }, text, String(made.id));
  }
}
