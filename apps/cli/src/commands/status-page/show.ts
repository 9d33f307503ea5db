import * as Args from "@oclif/core/args";

import { KumaCommand } from "../../kuma-command.ts";
import { fieldLines } from "../../output/field-lines.ts";
import { findItem } from "../../resources/noun.ts";
import { statusPageNoun, wholePageData, wholePageSchema } from "../../resources/nouns/status-page.ts";

/** `kuma status-page show SLUG`. */
export default class StatusPageShow extends KumaCommand<typeof StatusPageShow> {
  static override summary = "Show a status page: its address, its groups, and the monitors in them.";
  static override args = { page: Args.string({ description: "Its slug, title, or id:3.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> public",
    { description: "Its address alone", command: "<%= config.bin %> <%= command.id %> public --quiet" },
  ];
  static output = wholePageSchema;
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args } = await this.parse(StatusPageShow);
    const client = await this.connect({ untilInterrupted: true });
    const { slug } = findItem(statusPageNoun, await client.statusPages.list(), args.page);
    const page = await client.statusPages.get(slug);
    const names = new Map((await client.monitors.list()).map(({ id, name }) => [id, name]));
    const data = wholePageData(page, client.server.url, names);
    const groups = data.groups.map(
      ({ name, monitors }) => `${name}: ${monitors.map((one) => one.name).join(", ") || "nothing"}`,
    );
    const text = fieldLines({
      Title: data.title,
      Address: data.url,
      Domains: data.domainNames.join(", "),
      Description: data.description,
      Groups: groups.join("\n"),
    });
    this.printResult(data, text, data.url);
  }
}
