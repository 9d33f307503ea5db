import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { ofUserFlag } from "../../agents/installed-agent.ts";
import { RemovalCommand } from "../../agents/removal-command.ts";
import { dryRunFlag, yesFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";

/** `kuma agent remove CHECK...`. */
export default class AgentRemove extends RemovalCommand {
  static override summary = "Stop doing checks on this host or others, and delete their monitors.";
  static override description =
    "Takes back what kuma agent add and kuma agent install have brought for these checks: the check itself, its token, and its monitor with the history. With the last check the agent goes as well.";
  static override strict = false;
  static override args = {
    check: Args.string({ description: "A check or its unit; several may be named.", required: true }),
  };
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    "keep-monitors": Flags.boolean({
      summary: "Leave the monitors, which will soon say that no heartbeat comes. Needs no login.",
    }),
    yes: yesFlag,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> "disk /"',
    { description: "On two hosts", command: "<%= config.bin %> <%= command.id %> nginx --host app1 --host app2 --yes" },
  ];
  static override readOnly = false;
  static override destructive = true;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentRemove);
    await this.remove({ units: argv.map(String), deletesMonitors: !flags["keep-monitors"] }, flags);
  }
}
