import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { ofUserFlag } from "../../agents/installed-agent.ts";
import { RemovalCommand } from "../../agents/removal-command.ts";
import { dryRunFlag, yesFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";

/** `kuma agent uninstall [UNIT...]`. */
export default class AgentUninstall extends RemovalCommand {
  static override summary =
    "Stop watching units on this host or others; without the last of them the agent goes as well.";
  static override description =
    "Takes away exactly what kuma agent install has brought. The monitors stay, and will soon say that no heartbeat comes, unless --delete-monitors is given.";
  static override strict = false;
  static override args = { unit: Args.string({ description: "A unit; several may be named. Default: all." }) };
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    "delete-monitors": Flags.boolean({
      summary:
        "Delete the monitors of these units as well; with the last of them that of the agent and the host's group.",
    }),
    yes: yesFlag,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --yes",
    "<%= config.bin %> <%= command.id %> nginx --delete-monitors",
    "<%= config.bin %> <%= command.id %> --host ops@tk-app3 --yes",
  ];
  static override readOnly = false;
  static override destructive = true;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentUninstall);
    await this.remove({ units: argv.map(String), deletesMonitors: flags["delete-monitors"] }, flags);
  }
}
