import * as Args from "@oclif/core/args";

import { writeBackup } from "../../backup/backup-file.ts";
import { countThings, kindsIn } from "../../backup/count-things.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, serverUrlSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { formatJson } from "../../output/write.ts";

/** `kuma server backup FILE`. */
export default class ServerBackup extends KumaCommand<typeof ServerBackup> {
  static override summary = "Save how a server is set up in a file, from which another Uptime Kuma can be made.";
  static override description =
    "All monitors with their push tokens, so that no agent has to be touched afterwards; groups, tags, notifications, proxies, Docker hosts, remote browsers, maintenances, status pages and settings. Not in it: users, API keys, the history, incidents and uploaded icons. The file holds secrets, and only you can read it (0600). A backup that is there gives way to the new one; no other file does.";
  static override args = {
    file: Args.string({
      description: "The file; - prints the backup, for a program that encrypts it.",
      required: true,
    }),
  };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> kuma-backup.json",
    {
      description: "Each night, from a crontab of yours",
      command: "<%= config.bin %> <%= command.id %> /var/backups/kuma.json --quiet",
    },
  ];
  static output = (z: Zod) => {
    const saved = { file: z.string(), server: serverUrlSchema(z), things: z.int(), leftOut: z.array(z.string()) };
    const printed = z.looseObject({ format: z.literal("kuma-backup") }).describe("The backup itself, for the file -.");
    return z.union([z.strictObject(saved), dryRunSchema(z, saved), printed]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "its file holds every secret of the server";

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ServerBackup);
    const { file } = args;
    const client = await this.connect({ untilInterrupted: true });
    const { takeBackup } = await import("../../provision-work.ts");
    const bar = this.progress("Reading how the server is set up");
    const backup = await takeBackup(client).finally(() => bar.stop());
    const kinds = kindsIn(backup);
    const { server, leftOut } = backup;
    const result = { file, server: server.url, things: kinds.length, leftOut: [...leftOut] };
    if (flags["dry-run"]) return this.printPlan([`save ${countThings(kinds)} in ${file}`], result);
    for (const sentence of leftOut) this.note(`Not in the backup: ${sentence}.`);
    if (file === "-") return this.printResult(backup, formatJson(backup), formatJson(backup));
    await writeBackup(file, backup);
    this.printResult(
      result,
      `Saved ${countThings(kinds)} of ${server.url} in ${file}. Keep it safe: it holds secrets.`,
    );
  }
}
