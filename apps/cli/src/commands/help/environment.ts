import type { Zod } from "../../contract/command-contract.ts";
import { ENVIRONMENT, FOREIGN_ENVIRONMENT } from "../../environment.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { renderTable } from "../../output/table.ts";

/** `kuma help environment`. */
export default class HelpEnvironment extends KumaCommand<typeof HelpEnvironment> {
  static override summary = "List the environment variables that kuma reads.";
  static override description =
    "A flag goes before a variable, and a variable before a stored session. A variable with a wrong value ends the command with exit code 2.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "For a script", command: "<%= config.bin %> <%= command.id %> --json" },
  ];
  static output = (z: Zod) => z.array(z.strictObject({ name: z.string(), doc: z.string(), isSecret: z.boolean() }));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It is for people.";

  async run(): Promise<void> {
    await this.parse(HelpEnvironment);
    const own = Object.entries(ENVIRONMENT).map(([name, { doc, isSecret }]) => ({ name, doc, isSecret }));
    const foreign = Object.entries(FOREIGN_ENVIRONMENT).map(([name, doc]) => ({ name, doc, isSecret: false }));
    const variables = [...own, ...foreign];
    this.printResult(variables, () =>
      renderTable(
        variables,
        [
          { heading: "variable", cell: ({ name }) => name },
          { heading: "meaning", cell: ({ doc }) => doc, wraps: true },
        ],
        { stream: process.stdout },
      ),
    );
  }
}
