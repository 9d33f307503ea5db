import type { RestoreOutcome, RestorePlan } from "@kumakit/provision";
import * as Args from "@oclif/core/args";

import { readBackup } from "../../backup/backup-file.ts";
import { countThings } from "../../backup/count-things.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, serverUrlSchema } from "../../contract/shared-schemas.ts";
import { EXIT } from "../../exit-codes.ts";
import { describeFailure } from "../../failure/describe-failure.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";

/** `kuma server restore FILE`. */
export default class ServerRestore extends KumaCommand<typeof ServerRestore> {
  static override summary = "Restore a backup on a server, such as a new one instead of one that is lost.";
  static override description =
    "Monitors get the push tokens that they had: agents report to them as soon as the server has the old address. Things that are there stay as they are: the same restore may be run again, and makes the missing ones. Things that the server refuses are named, and do not stop the rest (exit 7). A monitor alerts as soon as it is there.";
  static override args = {
    file: Args.string({ description: "A file of kuma server backup; - reads it from stdin.", required: true }),
  };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    { description: "Seen beforehand", command: "<%= config.bin %> <%= command.id %> kuma-backup.json --dry-run" },
    {
      description: "On a new server, after its first user was made by kuma server setup",
      command: "<%= config.bin %> <%= command.id %> kuma-backup.json --server http://new-kuma.example:3001",
    },
  ];
  static output = (z: Zod) => {
    const thing = z.strictObject({ kind: z.string(), name: z.string() });
    const shape = { server: serverUrlSchema(z), made: z.array(thing), settings: z.array(z.string()), present: z.int() };
    const failed = z.array(thing.extend({ code: z.string(), message: z.string() }));
    return z.union([
      z.strictObject({ ...shape, failed }),
      dryRunSchema(z, { ...shape, warnings: z.array(z.string()) }),
    ]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ServerRestore);
    const backup = await readBackup(args.file);
    const client = await this.connect();
    const { carryOutRestore, planRestore } = await import("../../provision-work.ts");
    const plan = await planRestore(client, backup);
    if (flags["dry-run"]) return this.#printPlan(plan, client.server.url);
    for (const warning of plan.warnings) this.warn(`${sentence(warning)}.`);
    const all = plan.steps.filter(({ present }) => present === undefined).length;
    let begun = 0;
    const bar = this.progress("Restoring");
    const on = ({ kind, thing }: { kind: string; thing: { name: string } }): void =>
      bar.update(`Restoring ${(begun += 1)} of ${all}: ${kind} ${thing.name}`);
    const outcome = await carryOutRestore(client, plan, { signal: this.signal, on }).finally(() => bar.stop());
    this.#print(plan, outcome, client.server.url);
  }

  #printPlan(plan: RestorePlan, server: string): void {
    const made = plan.steps.filter(({ present }) => present === undefined).map(named);
    const settings = Object.keys(plan.settings);
    const steps = [
      ...made.map(({ kind, name }) => `make the ${kind} ${JSON.stringify(name)}`),
      ...settings.map((name) => `set ${name}`),
    ];
    for (const warning of plan.warnings) this.warn(`${sentence(warning)}.`);
    const present = plan.steps.length - made.length;
    const nothing = ["leave the server as it is: all of it is there"];
    const data = { server, made, settings, present, warnings: [...plan.warnings] };
    this.printPlan(steps.length === 0 ? nothing : steps, data);
  }

  #print({ steps }: RestorePlan, outcome: RestoreOutcome, server: string): void {
    const failed = outcome.failed.map(({ kind, name, error }) => {
      const { code, message } = describeFailure(error);
      return { kind, name, code, message };
    });
    const present = steps.filter((step) => step.present !== undefined).length;
    const set = outcome.settings.length === 0 ? "" : `, and ${outcome.settings.length} settings`;
    const lines = [
      `Restored ${countThings(outcome.made.map(({ kind }) => kind))}${set} on ${server}.`,
      ...(present === 0 ? [] : [`There already: ${present}.`]),
      ...failed.map(
        ({ kind, name, message }) => `Not restored: the ${kind} ${JSON.stringify(name)}. ${sentence(message)}.`,
      ),
    ];
    const made = outcome.made.map(named);
    this.printResult({ server, made, settings: outcome.settings, present, failed }, lines.join("\n"));
    if (failed.length > 0) this.exit(made.length + present === 0 ? EXIT.refused : EXIT.partly);
  }
}

function named({ kind, thing }: RestorePlan["steps"][number]): { readonly kind: string; readonly name: string } {
  return { kind, name: thing.name };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}`;
}
