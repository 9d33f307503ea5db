import type { MaintenanceInput } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { actionsSchema, dryRunSchema, namedSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { windowFlags, windowReferences } from "../../flags/window-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { planOf } from "../../maintenance/maintenance-plan.ts";
import { IF_EXISTS, planMaintenance } from "../../maintenance/plan-maintenance.ts";
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
    "if-exists": Flags.option({
      summary: "When one of this title exists: leave it as it is, or make it as given here. Else another is planned.",
      options: IF_EXISTS,
    })(),
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
    const result = { outcome: outcomeSchema(z), monitors };
    return z.union([
      maintenanceSchema(z).extend(result),
      dryRunSchema(z, { title: z.string(), ...result, actions: actionsSchema(z) }),
    ]);
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
    const monitorIds = monitors.map(({ id }) => id);
    const input = { ...plan, title, description: flags.reason, active: true, monitorIds } as MaintenanceInput;
    const { outcome, found, actions } = await planMaintenance(client, input, flags["if-exists"]);
    if (flags["dry-run"]) {
      const shown = JSON.stringify(title);
      const steps = {
        created: [`plan the maintenance ${shown}`, ...monitors.map((one) => `have it hold for ${called(one)}`)],
        kept: [`keep the maintenance ${shown} as it is`],
        updated: [`change the maintenance ${shown}`],
      };
      return this.printPlan(steps[outcome], { title, outcome, monitors: named, actions });
    }
    const made = await (found === undefined
      ? client.maintenance.create(input)
      : outcome === "kept"
        ? found
        : client.maintenance.update(found.id, input));
    const count = `${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`;
    const done = { created: "Planned", kept: "Kept", updated: "Changed" };
    const text = `${done[outcome]} ${calledItem(maintenanceNoun, made)} for ${count}.`;
    this.printResult({ ...maintenanceData(made), outcome, monitors: named }, text, String(made.id));
  }
}
