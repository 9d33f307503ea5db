import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { spanFlag } from "../../flags/time-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { calledItem } from "../../resources/noun.ts";
import { apiKeyData, apiKeyNoun, apiKeySchema } from "../../resources/nouns/api-key.ts";

/** `kuma api-key create NAME`. */
export default class ApiKeyCreate extends KumaCommand<typeof ApiKeyCreate> {
  static override summary = "Create an API key, which opens /metrics and nothing else, and show it this once.";
  static override description =
    "The server never shows the key again. While there is one, /metrics takes no user and password any more.";
  static override args = { name: Args.string({ description: "What it is called.", required: true }) };
  static override flags = {
    for: spanFlag({ name: "for", summary: "How long it works, such as 90d. Default: for ever." }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> prometheus --for 365d",
    { description: "The key alone, for a script", command: "<%= config.bin %> <%= command.id %> prometheus --quiet" },
  ];
  static output = (z: Zod) =>
    z.union([apiKeySchema(z).extend({ key: z.string().describe("Secret.") }), dryRunSchema(z, { name: z.string() })]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ApiKeyCreate);
    const { name } = args;
    const expiresAt = flags.for === undefined ? null : new Date(Date.now() + flags.for);
    if (flags["dry-run"]) return this.printPlan([`create the API key ${JSON.stringify(name)}`], { name });
    const client = await this.connect();
    const made = await client.apiKeys.create({ name, expiresAt });
    const text = `Created ${calledItem(apiKeyNoun, made)}. It is shown this once:\n${made.key}`;
    this.printResult({ ...apiKeyData(made), key: made.key }, text, made.key);
  }
}
