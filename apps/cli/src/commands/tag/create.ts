import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem } from "../../resources/noun.ts";
import { tagData, tagNoun, tagSchema } from "../../resources/nouns/tag.ts";

/** The blue of Uptime Kuma's own palette. */
const BLUE = "#2563EB";

/** `kuma tag create NAME`. */
export default class TagCreate extends KumaCommand<typeof TagCreate> {
  static override summary = "Create a tag; one of that name and colour is kept.";
  static override args = { name: Args.string({ description: "The tag's name.", required: true }) };
  static override flags = {
    color: Flags.string({ summary: "Its colour.", helpValue: "COLOUR", default: BLUE }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> env",
    { description: "In red", command: '<%= config.bin %> <%= command.id %> critical --color "#DC2626"' },
  ];
  static output = (z: Zod) => {
    const result = { outcome: outcomeSchema(z) };
    return z.union([tagSchema(z).extend(result), dryRunSchema(z, result)]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(TagCreate);
    const wish = { name: args.name, color: flags.color };
    const client = await this.connect({ untilInterrupted: true });
    client.tags.check(wish);
    const same = (await client.tags.list()).find(({ name, color }) => name === wish.name && color === wish.color);
    const outcome = same === undefined ? "created" : "kept";
    if (flags["dry-run"]) {
      const step =
        same === undefined ? `create the tag ${JSON.stringify(wish.name)}` : `keep ${calledItem(tagNoun, same)}`;
      return this.printPlan([step], { outcome });
    }
    const tag = same ?? (await client.tags.define(wish));
    const what = calledItem(tagNoun, tag);
    const text = same === undefined ? `Created ${what}.` : `There is ${what} already; nothing was changed.`;
    this.printResult({ ...tagData(tag), outcome }, text, String(tag.id));
  }
}
