import type { Incident } from "@kumakit/client";
import * as Args from "@oclif/core/args";

import type { Zod } from "../../../contract/command-contract.ts";
import { listFlags } from "../../../flags/command-flags.ts";
import { KumaCommand } from "../../../kuma-command.ts";
import { localTime } from "../../../output/figures.ts";
import { findItem } from "../../../resources/noun.ts";
import { incidentData, incidentSchema } from "../../../resources/nouns/incident.ts";
import { statusPageNoun } from "../../../resources/nouns/status-page.ts";

/** `kuma status-page incident list SLUG`. */
export default class IncidentList extends KumaCommand<typeof IncidentList> {
  static override summary = "List the incidents at the top of a status page.";
  static override args = { page: Args.string({ description: "Its slug, title, or id:3.", required: true }) };
  static override flags = listFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %> public",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> public --json" },
  ];
  static output = (z: Zod) => z.array(incidentSchema(z));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(IncidentList);
    const client = await this.connect({ untilInterrupted: true });
    const { slug } = findItem(statusPageNoun, await client.statusPages.list(), args.page);
    const rows = await client.statusPages.incidents.pinned(slug);
    const columns = [
      { heading: "id", cell: ({ id }: Incident) => String(id) },
      { heading: "posted", cell: ({ createdAt }: Incident) => (createdAt === null ? "-" : localTime(createdAt)) },
      { heading: "style", cell: ({ style }: Incident) => style, isOptional: true },
      { heading: "title", cell: ({ title }: Incident) => title, isFlexible: true },
    ];
    if (rows.length === 0) this.note("Nothing is posted there.");
    await this.printTable({ data: rows.map(incidentData), rows, columns, ids: rows.map(({ id }) => id) }, flags);
  }
}
