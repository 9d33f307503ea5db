import * as Args from "@oclif/core/args";

import { InstallCommand } from "../../agents/install-command.ts";
import { usageError } from "../../cli-error.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { installFlags, machineFlags, replaceFlag } from "../../flags/install-flags.ts";
import { printFlags } from "../../flags/print-flags.ts";

/** `kuma agent install UNIT...`. */
export default class AgentInstall extends InstallCommand {
  static override summary = "Watch units of systemd on this host or others, with a monitor for each.";
  static override description =
    "Makes a Push monitor for each unit (or finds the one that it made before) and one for the agent itself, installs the agent as a systemd service, and waits until the server shows the first heartbeats. The agent's own monitor alerts within a minute when the host is away, the others after ten: a shorter absence is one alert. When that fails, or on Ctrl-C, everything is undone. A second run only does the missing steps. Several hosts are worked on at the same time; one that fails does not stop the others.";
  static override strict = false;
  static override args = {
    unit: Args.string({
      description: "A unit, such as nginx; several may be named. None is needed with --take-over and --as-copy.",
      required: false,
    }),
  };
  static override flags = {
    ...hostFlags,
    ...installFlags,
    ...machineFlags,
    "replace-scripts": replaceFlag,
    ...printFlags,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisor --notify ops-chat",
    { description: "As yourself, without root", command: "<%= config.bin %> <%= command.id %> --user my-app nginx" },
    {
      description: "On other hosts, over SSH",
      command: "<%= config.bin %> <%= command.id %> nginx --host ops@tk-app3 --host tk-app4",
    },
    {
      description: "In place of a script in cron that reports it today, with the same monitor",
      command: "<%= config.bin %> <%= command.id %> supervisord --replace-scripts",
    },
    {
      description: "On a copy of a machine with an agent: its own monitors",
      command: "<%= config.bin %> <%= command.id %> --as-copy",
    },
    {
      description: "With the token of a monitor that was made in the dashboard",
      command: "<%= config.bin %> <%= command.id %> nginx --token-file token.txt --server http://kuma.example:3001",
    },
    {
      description: "A script for a host that others look after, with the facts that they have sent",
      command: "<%= config.bin %> <%= command.id %> nginx --facts web1.json --print script",
    },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentInstall);
    if (argv.length === 0 && !flags["take-over"] && !flags["as-copy"])
      throw usageError("Name at least one unit", "kuma agent install UNIT");
    await this.installChecks({ units: argv.map(String), nameTemplate: flags.name }, flags);
  }
}
