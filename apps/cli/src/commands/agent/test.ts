import { testChecks } from "@kumakit/provision/installed-agent";
import * as Args from "@oclif/core/args";

import { describeLooks } from "../../agents/describe-status.ts";
import { askAgents, installedAgent, ofUserFlag } from "../../agents/installed-agent.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";

/** `kuma agent test [CHECK...]`. */
export default class AgentTest extends HostsCommand<typeof AgentTest> {
  static override summary = "Look once at checks, as the agent does, and send nothing.";
  static override description =
    "Runs the agent's program there as its account and within its sandbox, so that it sees what the agent sees. Needs no login, but root for the agent of the whole host. Exits with 8 when a check is not UP.";
  static override strict = false;
  static override args = {
    check: Args.string({ description: "A check or its unit; several may be named. Default: all." }),
  };
  static override flags = { ...hostFlags, user: ofUserFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> nginx",
    { description: "All checks of two hosts", command: "<%= config.bin %> <%= command.id %> --host app1 --host app2" },
  ];
  static output = (z: Zod) => z.union([looksSchema(z), hostsSchema(z, looksSchema(z))]);
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentTest);
    const checks = argv.map(String);
    const { user: ofUser } = flags;
    const names = await namedHosts(flags);
    if (names === undefined) {
      const agent = await installedAgent({ ofUser, signal: this.signal });
      const looks = await testChecks(agent, checks, { signal: this.signal });
      this.printResult({ checks: [...looks] }, () => describeLooks(looks));
      return this.#end(exitOf(looks));
    }
    const results = await this.onHosts(names, { asRoot: !ofUser }, (at) =>
      askAgents(at, ofUser, (agent, signal) => testChecks(agent, checks, { signal })),
    );
    this.printResult(
      hostsData(results, (looks) => ({ checks: [...looks] })),
      () => describeHosts(results, describeLooks),
    );
    this.endHosts(
      results,
      results.every((result) => !result.ok || exitOf(result.outcome) === EXIT.ok) ? EXIT.ok : EXIT.conditionNotMet,
    );
  }

  #end(code: ExitCode): void {
    if (code !== EXIT.ok) this.exit(code);
  }
}

const looksSchema = (z: Zod) =>
  z.strictObject({
    checks: z.array(
      z.strictObject({
        name: z.string(),
        type: z.string(),
        status: z
          .enum(["up", "down", "pending", "unknown"])
          .describe("`pending` while a change settles, `unknown` when the check cannot look."),
        message: z.string(),
        durationMs: z.number().describe("Milliseconds."),
      }),
    ),
  });

function exitOf(looks: Awaited<ReturnType<typeof testChecks>>): ExitCode {
  return looks.every(({ status }) => status === "up") ? EXIT.ok : EXIT.conditionNotMet;
}
