import * as Args from "@oclif/core/args";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { pageFlags } from "../../flags/page-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { findItem } from "../../resources/noun.ts";
import { statusPageNoun, wholePageData, wholePageSchema } from "../../resources/nouns/status-page.ts";
import { pageWish } from "../../resources/page-wish.ts";

/** `kuma status-page edit SLUG`. */
export default class StatusPageEdit extends KumaCommand<typeof StatusPageEdit> {
  static override summary = "Change a status page; what is not named stays.";
  static override description = "With --monitors the groups are those that are named, and no others.";
  static override args = { page: Args.string({ description: "Its slug, title, or id:3.", required: true }) };
  static override flags = { ...pageFlags, "dry-run": dryRunFlag };
  static override examples = [
    '<%= config.bin %> <%= command.id %> public --title "Our services" --theme dark',
    { description: "Other monitors", command: '<%= config.bin %> <%= command.id %> public --monitors "Web=group:web"' },
  ];
  static output = (z: Zod) => z.union([wholePageSchema(z), dryRunSchema(z, { slug: z.string() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(StatusPageEdit);
    const client = await this.connect();
    const monitors = await client.monitors.list();
    const { slug } = findItem(statusPageNoun, await client.statusPages.list(), args.page);
    const { patch, steps } = pageWish(flags, monitors);
    if (steps.length === 0) throw usageError("Nothing to change is named", "--title TEXT");
    if (flags["dry-run"]) return this.printPlan(steps, { slug });
    const page = await client.statusPages.update(slug, patch);
    const data = wholePageData(page, client.server.url, new Map(monitors.map(({ id, name }) => [id, name])));
    this.printResult(data, `Changed the status page ${slug}: ${data.url}`, data.url);
  }
}
