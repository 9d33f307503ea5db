import * as Args from "@oclif/core/args";
import { loadHelpClass } from "@oclif/core/help";

import { KumaCommand } from "../../kuma-command.ts";

/** `kuma help [COMMAND]`. */
export default class Help extends KumaCommand {
  static override summary = "Show help for a command.";
  static override strict = false;
  static override args = { command: Args.string({ description: "The command, such as: monitor create" }) };
  static override examples = [
    { description: "All commands", command: "<%= config.bin %> help" },
    { description: "One command", command: "<%= config.bin %> help monitor create" },
  ];

  async run(): Promise<void> {
    const { argv } = await this.parse(Help);
    const HelpClass = await loadHelpClass(this.config);
    const help = new HelpClass(this.config, this.config.pjson.oclif.helpOptions);
    const words = argv.map(String);
    // oclif finds a command by its id, and a topic by its words.
    await help.showHelp(this.config.findCommand(words.join(":")) === undefined ? words : [words.join(":")]);
  }
}
