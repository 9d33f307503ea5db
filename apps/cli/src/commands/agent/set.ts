import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { defaultMonitorName, type InstallOutcome } from "@kumakit/provision";

import { flagsOfAllTypes, givenSettings, withSettings } from "../../agents/change-check.ts";
import { describeSet } from "../../agents/describe-install.ts";
import { InstallCommand } from "../../agents/install-command.ts";
import { ofUserFlag } from "../../agents/installed-agent.ts";
import { usageError } from "../../cli-error.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { intervalFlag, monitorFlags } from "../../flags/monitor-flags.ts";

/** `kuma agent set CHECK`. */
export default class AgentSet extends InstallCommand {
  static override summary = "Change a check that the agent does, and its monitor.";
  static override description =
    "Takes the flags below and those of the check's type, which kuma agent add TYPE --help lists, such as --min-free. The rest stays as it is. The agent takes it by a reload: heartbeats go on, and it ends when the server shows the next one. When that fails, or on Ctrl-C, everything is put back.";
  static override args = { check: Args.string({ description: "A check or its unit.", required: true }) };
  static override flags = {
    ...flagsOfAllTypes(),
    ...hostFlags,
    user: ofUserFlag,
    interval: intervalFlag({ summary: "Seconds in which a heartbeat must come; also as 5m." }),
    ...monitorFlags,
    name: Flags.string({
      summary: "What the monitor is called in Uptime Kuma; {host} and {unit} are filled in.",
      helpValue: "NAME",
    }),
    test: Flags.boolean({
      default: false,
      summary: "Send a test message through each notification first; nothing is done when that fails.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> nginx --interval 5m --notify ops-chat",
    {
      description: "A setting of its type, on two hosts",
      command: '<%= config.bin %> <%= command.id %> "disk /" --min-free 5% --host app1 --host app2',
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(AgentSet);
    const settings = givenSettings(flags);
    const { name, interval, notify, group, tag, "no-notify": notifiesNobody } = flags;
    const isNothing = [name, interval, notify, group, tag].every((value) => value === undefined) && !notifiesNobody;
    if (isNothing && Object.keys(settings).length === 0) throw usageError("What is to be changed?", "--interval 5m");
    await this.installChecks(
      {
        changes: [{ check: args.check, change: (definition) => withSettings(definition, settings) }],
        rename: name !== undefined,
        nameTemplate: name ?? defaultMonitorName,
      },
      { ...flags, adopt: false },
    );
  }

  protected override describe(outcome: InstallOutcome): string {
    return describeSet(outcome);
  }
}
