import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem, findItem } from "../../resources/noun.ts";
import { maintenanceNoun } from "../../resources/nouns/maintenance.ts";

/** `kuma maintenance stop MAINTENANCE`. */
export default class MaintenanceStop extends KumaCommand<typeof MaintenanceStop> {
  static override summary = "End a maintenance: its monitors alert again. It stays in the list, and is not in force.";
  static override args = { maintenance: Args.string({ description: "Its title, or id:3.", required: true }) };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    '<%= config.bin %> <%= command.id %> "new disks"',
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:3 --quiet" },
  ];
  static output = (z: Zod) => {
    const named = { id: z.int(), title: z.string() };
    return z.union([z.strictObject({ ...named, active: z.literal(false) }), dryRunSchema(z, named)]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MaintenanceStop);
    const client = await this.connect({ untilInterrupted: true });
    const found = findItem(maintenanceNoun, await client.maintenance.list(), args.maintenance);
    const { id, title } = found;
    const what = calledItem(maintenanceNoun, found);
    if (flags["dry-run"]) return this.printPlan([`end ${what}`], { id, title });
    if (found.active) await client.maintenance.pause(id);
    this.printResult({ id, title, active: false }, `Ended ${what}.`, String(id));
  }
}
