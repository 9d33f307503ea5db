import { lengthProblem, reasonProblem } from "@kumakit/agent/config";
import { muteChecks } from "@kumakit/provision/installed-agent";
import { parseDuration } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { describeMute } from "../../agents/describe-mute.ts";
import { ofUserFlag } from "../../agents/installed-agent.ts";
import { MuteCommand } from "../../agents/mute-command.ts";
import { usageError } from "../../cli-error.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";

/** `kuma agent mute CHECK...`. */
export default class AgentMute extends MuteCommand {
  static override summary = "Have the agent alert nobody for some checks, for a time.";
  static override description =
    "Meanwhile the heartbeats go on as UP, whatever the checks find, and their messages say until when, why, and the truth. A check that was DOWN before is UP on the server. When the time is over, the truth is reported at once. A mute outlasts restarts of the agent and of the host; a second one replaces it. The host needs no login to Uptime Kuma for it, only root for the agent of the whole host. A host that is away for longer than a monitor's interval alerts all the same: Uptime Kuma itself notices that.";
  static override strict = false;
  static override args = {
    check: Args.string({
      description: "A check or its unit; several may be named. kuma-agent is the agent's own monitor.",
    }),
  };
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    all: Flags.boolean({ summary: "All checks that the agent has now, and its own monitor." }),
    for: Flags.string({ summary: "How long: 30m, 2h, 1d; 7d at most.", helpValue: "TIME", required: true }),
    reason: Flags.string({ summary: "Why, for those who read the messages; one line.", helpValue: "TEXT" }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    '<%= config.bin %> <%= command.id %> nginx --for 30m --reason "deploy 1.4"',
    {
      description: "All checks of two hosts, for their reboots",
      command: "<%= config.bin %> <%= command.id %> --all --for 15m --host app1 --host app2",
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentMute);
    const { reason, "dry-run": dryRun } = flags;
    const checks = this.namedChecks(argv, flags);
    const forMs = parseDuration(flags.for);
    const wrongLength = lengthProblem(forMs);
    if (forMs === undefined || wrongLength !== undefined) throw usageError(`--for ${wrongLength}`, "--for 30m");
    const wrongReason = reasonProblem(reason ?? "");
    if (wrongReason !== undefined) throw usageError(`--reason ${wrongReason}`, '--reason "deploy 1.4"');
    await this.changeMutes(
      {
        change: (agent, signal) => muteChecks(agent, { checks, forMs, reason, dryRun, signal }),
        describe: describeMute,
      },
      flags,
    );
  }
}
