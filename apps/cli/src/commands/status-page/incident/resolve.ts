import * as Args from "@oclif/core/args";

import type { Zod } from "../../../contract/command-contract.ts";
import { dryRunSchema } from "../../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../../flags/command-flags.ts";
import { KumaCommand } from "../../../kuma-command.ts";
import { findItem } from "../../../resources/noun.ts";
import { statusPageNoun } from "../../../resources/nouns/status-page.ts";

/** `kuma status-page incident resolve SLUG`. */
export default class IncidentResolve extends KumaCommand<typeof IncidentResolve> {
  static override summary = "Take the incidents from the top of a status page.";
  static override description =
    "Where the server keeps a history of incidents (2.1 and later), they are resolved in it.";
  static override args = { page: Args.string({ description: "Its slug, title, or id:3.", required: true }) };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> public",
    { description: "Seen beforehand", command: "<%= config.bin %> <%= command.id %> public --dry-run" },
  ];
  static output = (z: Zod) => {
    const incidents = z.array(z.strictObject({ id: z.int(), title: z.string() }));
    return z.union([z.strictObject({ page: z.string(), incidents }), dryRunSchema(z, { page: z.string(), incidents })]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(IncidentResolve);
    const client = await this.connect({ untilInterrupted: true });
    const { slug } = findItem(statusPageNoun, await client.statusPages.list(), args.page);
    const pinned = await client.statusPages.incidents.pinned(slug);
    const incidents = pinned.map(({ id, title }) => ({ id, title }));
    const steps = incidents.map(({ id, title }) => `resolve ${JSON.stringify(title)} (id ${id})`);
    if (flags["dry-run"])
      return this.printPlan(steps.length === 0 ? ["leave the page as it is: nothing is posted on it"] : steps, {
        page: slug,
        incidents,
      });
    // Versions with a history of incidents resolve each; older ones know only what is pinned.
    for (const { id } of incidents)
      await client.statusPages.incidents.resolve(slug, id).catch(async (error: unknown) => {
        if (!(error instanceof Error && error.name === "KumaUnsupportedError")) throw error;
        await client.statusPages.incidents.unpinAll(slug);
      });
    const named = incidents.map(({ title }) => JSON.stringify(title)).join(", ");
    const text = incidents.length === 0 ? "Nothing to do: nothing is posted there." : `Resolved ${named}.`;
    this.printResult({ page: slug, incidents }, text, incidents.map(({ id }) => id).join("\n"));
  }
}
