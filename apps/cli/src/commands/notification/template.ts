import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { knownType } from "../../notifications/known-type.ts";
import { wrapWords } from "../../output/fit-text.ts";

/** `kuma notification template TYPE`. */
export default class NotificationTemplate extends KumaCommand<typeof NotificationTemplate> {
  static override summary = "Print the settings of a provider as JSON to fill in, for --config-file; asks no server.";
  static override description =
    "The JSON is on stdout. The meaning of each setting is on stderr, so that the output can go into a file; --quiet leaves it out.";
  static override args = { type: Args.string({ description: "The provider, such as slack.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> slack",
    { description: "What it needs", command: "<%= config.bin %> <%= command.id %> telegram --json" },
  ];
  static output = (z: Zod) =>
    z.strictObject({
      type: z.string(),
      example: z.record(z.string(), z.json()),
      fields: z.array(
        z.strictObject({
          name: z.string(),
          description: z.string(),
          required: z.boolean(),
          secret: z.boolean(),
          choices: z.array(z.string()),
        }),
      ),
    });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args } = await this.parse(NotificationTemplate);
    const { type, fields, example } = await knownType(args.type);
    const data = fields.map(({ name, description, isRequired, isSecret, choices }) => ({
      name,
      description,
      required: isRequired,
      secret: isSecret,
      choices: [...choices],
    }));
    const text = JSON.stringify(example, null, 2);
    for (const { name, description, required, secret } of data) {
      const marks = [required ? "needed" : "", secret ? "secret" : ""].filter(Boolean).join(", ");
      const lines = wrapWords(description, Math.max(24, (process.stderr.columns ?? 80) - 4));
      this.note([`${name}${marks === "" ? "" : ` (${marks})`}`, ...lines.map((line) => `    ${line}`)].join("\n"));
    }
    this.printResult({ type, example, fields: data }, text, text);
  }
}
