import type { Incident, IncidentPatch } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { CliError, usageError } from "../../../cli-error.ts";
import type { Zod } from "../../../contract/command-contract.ts";
import { dryRunSchema } from "../../../contract/shared-schemas.ts";
import { EXIT } from "../../../exit-codes.ts";
import { dryRunFlag } from "../../../flags/command-flags.ts";
import { KumaCommand } from "../../../kuma-command.ts";
import { findItem } from "../../../resources/noun.ts";
import { incidentData, incidentSchema, incidentStyles } from "../../../resources/nouns/incident.ts";
import { statusPageNoun } from "../../../resources/nouns/status-page.ts";

/** `kuma status-page incident edit SLUG`. */
export default class IncidentEdit extends KumaCommand<typeof IncidentEdit> {
  static override summary = "Change an incident at the top of a status page.";
  static override description = "Where several are posted, --id says which one: kuma status-page incident list.";
  static override args = { page: Args.string({ description: "Its slug, title, or id:3.", required: true }) };
  static override flags = {
    id: Flags.integer({ summary: "The id of the incident. Default: the only one.", helpValue: "ID", min: 1 }),
    title: Flags.string({ summary: "Its new title.", helpValue: "TEXT" }),
    content: Flags.string({ summary: "What happened, in Markdown.", helpValue: "TEXT" }),
    style: Flags.option({ summary: "Its new colour.", options: incidentStyles })(),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> public --content "Back at 15:00."',
    {
      description: "One of several, in red",
      command: "<%= config.bin %> <%= command.id %> public --id 3 --style danger",
    },
  ];
  static output = (z: Zod) => z.union([incidentSchema(z), dryRunSchema(z, { page: z.string(), id: z.int() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(IncidentEdit);
    const { title, content, style } = flags;
    const patch: IncidentPatch = { title, content, style };
    const changed = Object.entries(patch).filter(([, value]) => value !== undefined);
    if (changed.length === 0) throw usageError("Nothing to change is named", "--title, --content or --style");
    const client = await this.connect({ untilInterrupted: true });
    const { slug } = findItem(statusPageNoun, await client.statusPages.list(), args.page);
    const { id } = chosen(await client.statusPages.incidents.pinned(slug), slug, flags.id);
    if (flags["dry-run"]) {
      const steps = changed.map(([name, value]) => `set the ${name} of the incident ${id} to ${JSON.stringify(value)}`);
      return this.printPlan(steps, { page: slug, id });
    }
    const incident = await client.statusPages.incidents.update(slug, id, patch);
    const text = `Changed ${JSON.stringify(incident.title)} (id ${id}) on ${client.server.url}/status/${slug}`;
    this.printResult(incidentData(incident), text, String(id));
  }
}

function chosen(posted: readonly Incident[], slug: string, id: number | undefined): Incident {
  const [only, ...others] = id === undefined ? posted : posted.filter((one) => one.id === id);
  if (only === undefined)
    throw new CliError({
      code: "KUMA_NOT_FOUND",
      message:
        id === undefined ? `No incident is posted on ${slug}` : `No incident with the id ${id} is posted on ${slug}`,
      hint: `kuma status-page incident list ${slug}`,
      exit: EXIT.notFound,
    });
  if (others.length === 0) return only;
  const listed = posted.map((one) => `${one.id} (${JSON.stringify(one.title)})`).join(", ");
  throw usageError(`Several incidents are posted on ${slug}: ${listed}`, "say which one with --id");
}
