import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { InstallOutcome } from "@kumakit/provision";

import { describeRotation } from "../../../agents/describe-install.ts";
import { InstallCommand } from "../../../agents/install-command.ts";
import { ofUserFlag } from "../../../agents/installed-agent.ts";
import { usageError } from "../../../cli-error.ts";
import { dryRunFlag } from "../../../flags/command-flags.ts";
import { hostFlags } from "../../../flags/host-flags.ts";

/** `kuma agent token rotate CHECK...`. */
export default class AgentTokenRotate extends InstallCommand {
  static override summary = "Give the monitors of checks new push tokens, on the server and on the host in one move.";
  static override description =
    "For a token that somebody may have seen. The old ones are worth nothing from then on. The agent takes the new ones by a reload within a second or two: a heartbeat that comes in between is sent again, and no monitor goes DOWN. It ends when the server shows the next heartbeats. When that fails, or on Ctrl-C, the old tokens are put back. After a run that was killed, run it again.";
  static override strict = false;
  static override args = { check: Args.string({ description: "A check or its unit; several may be named." }) };
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    all: Flags.boolean({ default: false, summary: "All checks, and the agent's own monitor." }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> nginx",
    { description: "All of two hosts", command: "<%= config.bin %> <%= command.id %> --all --host app1 --host app2" },
  ];
  static override readOnly = false;
  static override destructive = false;
  static override idempotent = false;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentTokenRotate);
    const { all } = flags;
    const names = argv.map(String);
    if (all && names.length > 0) throw usageError("--all and the names of checks exclude each other", "one of them");
    if (!all && names.length === 0) throw usageError("Which checks?", "their names, or --all");
    const changes = (all ? [undefined] : [...new Set(names)]).map((check) => ({ check, change: asItIs }));
    await this.installChecks(
      { changes, newTokens: all ? "all" : "changed" },
      {
        ...flags,
        adopt: false,
        test: false,
      },
    );
  }

  protected override describe(outcome: InstallOutcome): string {
    return describeRotation(outcome);
  }
}

function asItIs<Definition>(definition: Definition): Definition {
  return definition;
}
