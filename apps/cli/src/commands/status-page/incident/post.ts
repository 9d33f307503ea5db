import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../../contract/command-contract.ts";
import { dryRunSchema } from "../../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../../flags/command-flags.ts";
import { KumaCommand } from "../../../kuma-command.ts";
import { findItem } from "../../../resources/noun.ts";
import { incidentData, incidentSchema, incidentStyles } from "../../../resources/nouns/incident.ts";
import { statusPageNoun } from "../../../resources/nouns/status-page.ts";

/** `kuma status-page incident post SLUG`. */
export default class IncidentPost extends KumaCommand<typeof IncidentPost> {
  static override summary = "Post an incident at the top of a status page, for everybody to read.";
  static override args = { page: Args.string({ description: "Its slug, title, or id:3.", required: true }) };
  static override flags = {
    title: Flags.string({ summary: "Its title.", helpValue: "TEXT", required: true }),
    content: Flags.string({ summary: "What happened, in Markdown.", helpValue: "TEXT", required: true }),
    style: Flags.option({
      summary: "Its colour.",
      options: incidentStyles,
      default: "warning" as const,
    })(),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> public --title "Slow shop" --content "We are looking into it."',
    {
      description: "In red",
      command:
        '<%= config.bin %> <%= command.id %> public --title "Shop is down" --content "Back at 14:00." --style danger',
    },
  ];
  static output = (z: Zod) => z.union([incidentSchema(z), dryRunSchema(z, { page: z.string() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(IncidentPost);
    const { title, content, style } = flags;
    const client = await this.connect({ untilInterrupted: true });
    const { slug } = findItem(statusPageNoun, await client.statusPages.list(), args.page);
    if (flags["dry-run"])
      return this.printPlan([`post ${JSON.stringify(title)} on the status page ${slug}`], { page: slug });
    const incident = await client.statusPages.incidents.post(slug, { title, content, style });
    const text = `Posted ${JSON.stringify(title)} (id ${incident.id}) on ${client.server.url}/status/${slug}`;
    this.printResult(incidentData(incident), text, String(incident.id));
  }
}
