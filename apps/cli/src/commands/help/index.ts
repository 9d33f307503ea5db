import * as Args from "@oclif/core/args";
import { loadHelpClass } from "@oclif/core/help";

import type { Zod } from "../../contract/command-contract.ts";
import { unknownCommand } from "../../failure/unknown-command.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { commandData, commandSchema } from "../../output/command-data.ts";

/** `kuma help [COMMAND]`. */
export default class Help extends KumaCommand<typeof Help> {
  static override summary = "Show help for a command.";
  static override strict = false;
  static override args = { command: Args.string({ description: "The command, such as: monitor create" }) };
  static override examples = [
    { description: "All commands", command: "<%= config.bin %> help" },
    { description: "One command", command: "<%= config.bin %> help monitor create" },
  ];
  static output = (z: Zod) => z.strictObject({ commands: z.array(commandSchema(z)) });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It is for people.";

  async run(): Promise<void> {
    const { argv } = await this.parse(Help);
    const words = argv.map(String);
    if (!this.#isKnown(words.join(":"))) throw unknownCommand(words, this.config.commands);
    if (this.globals.asData) return this.#printData(words.join(":"));
    const HelpClass = await loadHelpClass(this.config);
    const help = new HelpClass(this.config, this.config.pjson.oclif.helpOptions);
    // oclif finds a command by its id, and a topic by its words.
    await help.showHelp(this.config.findCommand(words.join(":")) === undefined ? words : [words.join(":")]);
  }

  /** Whether there is a command or a topic of that id; the empty one stands for all. */
  #isKnown(id: string): boolean {
    return id === "" || this.config.commands.some((one) => one.id === id || one.id.startsWith(`${id}:`));
  }

  /** The command of that id, or all commands of that topic. */
  #printData(id: string): void {
    const found = this.config.commands.filter((one) => id === "" || one.id === id || one.id.startsWith(`${id}:`));
    this.printResult({ commands: found.toSorted((a, b) => a.id.localeCompare(b.id)).map(commandData) }, "");
  }
}
