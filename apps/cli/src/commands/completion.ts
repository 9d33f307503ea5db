import * as Args from "@oclif/core/args";

import { SHELLS, shellScript, type Shell } from "../completion/shell-scripts.ts";
import type { Zod } from "../contract/command-contract.ts";
import { KumaCommand } from "../kuma-command.ts";

/** `kuma completion SHELL`. */
export default class Completion extends KumaCommand<typeof Completion> {
  static override summary = "Print the script that completes kuma in your shell.";
  static override description =
    "Completes commands, flags and values, and the names of profiles, servers, and all that lies on the server in use. Another process asks the server, at most twice a minute: the first Tab may have no names yet, and none waits for them.";
  static override args = {
    shell: Args.string({ description: "The shell.", required: true, options: [...SHELLS] }),
  };
  static override examples = [
    { description: "In ~/.bashrc", command: "source <(<%= config.bin %> <%= command.id %> bash)" },
    { description: "In ~/.zshrc, below compinit", command: "source <(<%= config.bin %> <%= command.id %> zsh)" },
    {
      description: "In ~/.config/fish/config.fish",
      command: "<%= config.bin %> <%= command.id %> fish | source",
    },
  ];
  static output = (z: Zod) => z.strictObject({ shell: z.enum(SHELLS), script: z.string() });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It is for shells.";

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    const shell = args.shell as Shell;
    const script = shellScript(shell);
    this.printResult({ shell, script }, script.trimEnd(), script.trimEnd());
  }
}
