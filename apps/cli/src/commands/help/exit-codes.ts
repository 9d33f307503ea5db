import type { Zod } from "../../contract/command-contract.ts";
import { EXIT_CODE_TABLE } from "../../exit-codes.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { renderTable } from "../../output/table.ts";

/** `kuma help exit-codes`. */
export default class HelpExitCodes extends KumaCommand<typeof HelpExitCodes> {
  static override summary = "List the exit codes of all commands.";
  static override description =
    "With --json each failure has a code as well, such as KUMA_NOT_FOUND. The codes are listed in https://github.com/kumakit/kumakit/blob/main/docs/errors.md";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "For a script", command: "<%= config.bin %> <%= command.id %> --json" },
  ];
  static output = (z: Zod) => z.array(z.strictObject({ code: z.int(), meaning: z.string() }));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It is for people.";

  async run(): Promise<void> {
    await this.parse(HelpExitCodes);
    this.printResult(EXIT_CODE_TABLE, () =>
      renderTable(
        EXIT_CODE_TABLE,
        [
          { heading: "code", cell: ({ code }) => String(code) },
          { heading: "meaning", cell: ({ meaning }) => meaning, wraps: true },
        ],
        { stream: process.stdout },
      ),
    );
  }
}
