import * as Args from "@oclif/core/args";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { pageFlags } from "../../flags/page-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { wholePageData, wholePageSchema } from "../../resources/nouns/status-page.ts";
import { pageWish } from "../../resources/page-wish.ts";

/** `kuma status-page create SLUG`. */
export default class StatusPageCreate extends KumaCommand<typeof StatusPageCreate> {
  static override summary = "Create a status page for people, with monitors on it.";
  static override args = {
    slug: Args.string({ description: "Its place: /status/SLUG; small letters, digits and -.", required: true }),
  };
  static override flags = { ...pageFlags, "dry-run": dryRunFlag };
  static override examples = [
    '<%= config.bin %> <%= command.id %> public --title "Our services" --monitors "Web=shop,api" --monitors "Hosts=tag:env=prod"',
    {
      description: "Only its address, for a script",
      command: "<%= config.bin %> <%= command.id %> ops --title Ops --quiet",
    },
  ];
  static output = (z: Zod) => z.union([wholePageSchema(z), dryRunSchema(z, { slug: z.string() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(StatusPageCreate);
    const { slug } = args;
    const { title } = flags;
    if (title === undefined) throw usageError("The title of the page is missing", "--title TEXT");
    const client = await this.connect();
    const monitors = await client.monitors.list();
    const { patch, steps } = pageWish(flags, monitors);
    if (flags["dry-run"]) return this.printPlan([`create the status page ${slug}`, ...steps], { slug });
    const page = await client.statusPages.create({ ...patch, slug, title });
    const data = wholePageData(page, client.server.url, new Map(monitors.map(({ id, name }) => [id, name])));
    this.printResult(data, `Created the status page ${slug}: ${data.url}`, data.url);
  }
}
