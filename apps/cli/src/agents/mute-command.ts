import type { MuteReport } from "@kumakit/agent/config";
import { onHosts, type FoundAgent } from "@kumakit/provision/installed-agent";

import { usageError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { globalFlags } from "../flags/global-flags.ts";
import type { HostFlags } from "../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../hosts/host-results.ts";
import { namedHosts } from "../hosts/named-hosts.ts";
import { HostsCommand } from "../hosts-command.ts";
import { muteData, muteSchema } from "./describe-mute.ts";
import { installedAgent } from "./installed-agent.ts";

/** The values of the flags that such a command has. */
export interface MuteFlags extends HostFlags {
  readonly user: boolean;
  readonly all: boolean;
  readonly "dry-run": boolean;
}

/** The work on each host, and its output. */
export interface MuteWork {
  readonly change: (agent: FoundAgent, signal: AbortSignal) => Promise<MuteReport>;
  readonly describe: (report: MuteReport, dryRun: boolean) => string;
}

/** A shell script that was made and started by hand knows no mutes. */
const hint =
  "mutes need an agent that kuma agent install has brought; without one, pause monitors with kuma monitor pause";

/** The base of commands that mute checks, or end that. */
export abstract class MuteCommand extends HostsCommand<typeof MuteCommand> {
  // The manifest is made of the classes up to the first without statics, which stands above this one.
  static override baseFlags = globalFlags;
  static output = (z: Zod) => z.union([muteSchema(z), hostsSchema(z, muteSchema(z))]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  /** The checks that were named; undefined for all. @throws CliError (exit 2) */
  protected namedChecks(argv: readonly unknown[], { all }: MuteFlags): readonly string[] | undefined {
    if (all && argv.length > 0) throw usageError("--all and the names of checks exclude each other", "one of them");
    if (!all && argv.length === 0) throw usageError("Which checks?", "their names, or --all");
    return all ? undefined : argv.map(String);
  }

  /** Does it where the flags say. */
  protected async changeMutes({ change, describe }: MuteWork, flags: MuteFlags): Promise<void> {
    const { user: ofUser, "dry-run": dryRun } = flags;
    const names = await namedHosts(flags);
    if (names === undefined) {
      const report = await change(await installedAgent({ ofUser, hint, signal: this.signal }), this.signal);
      return this.printResult(muteData(report, dryRun), () => describe(report, dryRun));
    }
    const results = await this.onHosts(names, { asRoot: !ofUser }, ({ hosts, options }) =>
      onHosts(hosts, options, async ({ host, voice: { emit, signal } }) => {
        emit({ kind: "look", host: host.label });
        return await change(await installedAgent({ host, ofUser, hint, signal }), signal);
      }),
    );
    this.printResult(
      hostsData(results, (report) => muteData(report, dryRun)),
      () => describeHosts(results, (report) => describe(report, dryRun)),
    );
    this.endHosts(results);
  }
}
