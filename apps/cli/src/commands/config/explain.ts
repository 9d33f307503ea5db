import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { renderTable } from "../../output/table.ts";
import { chooseServer } from "../../profiles/choose-server.ts";
import { explainServer, explainTimeout } from "../../profiles/explain-setting.ts";

/** `kuma config explain SETTING`. */
export default class ConfigExplain extends KumaCommand<typeof ConfigExplain> {
  static override summary = "Show where a setting comes from, and its value in the other places.";
  static override args = {
    setting: Args.string({ description: "The setting.", required: true, options: ["server", "timeout"] }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> server",
    { description: "The value alone", command: "<%= config.bin %> <%= command.id %> timeout --quiet" },
  ];
  static output = (z: Zod) =>
    z.strictObject({
      setting: z.string(),
      value: z.string().nullable(),
      source: z.string().nullable(),
      places: z.array(z.strictObject({ source: z.string(), value: z.string().nullable(), isUsed: z.boolean() })),
    });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args } = await this.parse(ConfigExplain);
    const steps = await this.serverSteps();
    const places = args.setting === "server" ? explainServer(steps) : explainTimeout(this.globals.timeout);
    if (args.setting === "server") chooseServer(steps);
    const used = places.find(({ isUsed }) => isUsed);
    type Place = (typeof places)[number];
    const columns = [
      { heading: "", cell: ({ isUsed }: Place) => (isUsed ? "*" : "") },
      { heading: "source", cell: ({ source }: Place) => source },
      { heading: "value", cell: ({ value }: Place) => value ?? "-" },
    ];
    this.printResult(
      { setting: args.setting, value: used?.value ?? null, source: used?.source ?? null, places },
      () => renderTable(places, columns, { stream: process.stdout }),
      used?.value ?? "",
    );
  }
}
