import { unmuteChecks } from "@kumakit/provision/installed-agent";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { describeUnmute } from "../../agents/describe-mute.ts";
import { ofUserFlag } from "../../agents/installed-agent.ts";
import { MuteCommand } from "../../agents/mute-command.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";

/** `kuma agent unmute CHECK...`. */
export default class AgentUnmute extends MuteCommand {
  static override summary = "End the mute of checks before its time.";
  static override description =
    "The agent reports at once how they are: a check that is DOWN by now alerts. Needs no login to Uptime Kuma.";
  static override strict = false;
  static override args = {
    check: Args.string({ description: "A check or its unit; several may be named." }),
  };
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    all: Flags.boolean({ summary: "Everything that is muted." }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> nginx",
    {
      description: "Everything, on two hosts",
      command: "<%= config.bin %> <%= command.id %> --all --host app1 --host app2",
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentUnmute);
    const checks = this.namedChecks(argv, flags);
    const { "dry-run": dryRun } = flags;
    await this.changeMutes(
      { change: (agent, signal) => unmuteChecks(agent, { checks, dryRun, signal }), describe: describeUnmute },
      flags,
    );
  }
}
