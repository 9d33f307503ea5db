import { printable } from "@kumakit/text";
import { reportAgent, type AgentReport } from "@kumakit/provision/installed-agent";

import { agentTrouble, checksDown, describeStatus, pushTrouble } from "../../agents/describe-status.ts";
import { describeVersions } from "../../agents/describe-versions.ts";
import { askAgents, installedAgent, ofUserFlag } from "../../agents/installed-agent.ts";
import { CliError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { EXIT } from "../../exit-codes.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";

/** `kuma agent status`. */
export default class AgentStatus extends HostsCommand<typeof AgentStatus> {
  static override summary = "Show the agent's checks and their state, on this host or others.";
  static override description =
    "Asks systemd, or cron, and the agent, not the server, and needs neither a login nor root. Exits with 3 when no agent is installed, and with 8 when it does not run, hangs, is not heard by the server, or when a check is DOWN.";
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
    "<%= config.bin %> <%= command.id %> --hosts-file hosts.txt",
  ];
  static output = (z: Zod) => z.union([statusSchema(z), hostsSchema(z, statusSchema(z))]);
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentStatus);
    const names = await namedHosts(flags);
    if (names === undefined) await this.#show(flags.user);
    else await this.#showHosts(names, flags.user);
  }

  async #showHosts(names: readonly string[], ofUser: boolean): Promise<void> {
    const now = new Date();
    const results = await this.onHosts(names, { asRoot: false }, (at) =>
      askAgents(at, ofUser, async ({ host, facts }, signal) => {
        const report = await reportAgent(host, facts, { signal });
        return { report, data: statusData(report, facts.scope, now) };
      }),
    );
    this.printResult(
      hostsData(results, ({ data }) => data),
      () =>
        [describeHosts(results, ({ report }) => describeStatus(report, now)), describeVersions(results)]
          .filter((text) => text !== "")
          .join("\n"),
    );
    const isWell = results.every(
      (result) =>
        !result.ok || (result.outcome.data.problem === null && checksDown(result.outcome.report) === undefined),
    );
    this.endHosts(results, isWell ? EXIT.ok : EXIT.conditionNotMet);
  }

  async #show(ofUser: boolean): Promise<void> {
    const found = await installedAgent({ ofUser, signal: this.signal });
    const now = new Date();
    const report = await reportAgent(found.host, found.facts, { signal: this.signal });
    const { scope } = found.facts;
    const data = statusData(report, scope, now);
    const { problem } = data;
    this.printResult(data, () => describeStatus(report, now));
    const unheard = agentTrouble(report, now) === undefined ? pushTrouble(report) : undefined;
    if (unheard !== undefined) throw notHeard(unheard);
    if (problem !== null) throw notWell(problem, report.service.manager === "cron" ? "cron" : scope);
    const down = checksDown(report);
    if (down !== undefined) throw areDown(down);
  }
}

const statusSchema = (z: Zod) =>
  z.strictObject({
    scope: z.enum(["system", "user"]),
    runtime: z
      .enum(["node", "standalone", "sh"])
      .describe("A process on the host's Node.js or its own, or a shell script."),
    service: z.looseObject({}),
    problem: z.string().nullable(),
    isCurrent: z.boolean(),
    agent: z.looseObject({}).nullable().describe("The agent's own report; null when there is none."),
  });

function statusData(report: AgentReport, scope: "system" | "user", now: Date) {
  const { runtime, service, status, isCurrent } = report;
  const unheard = pushTrouble(report);
  const problem = agentTrouble(report, now) ?? (unheard === undefined ? null : notHeardText(unheard));
  return { scope, runtime, service, problem, isCurrent, agent: status ?? null };
}

type Unheard = NonNullable<ReturnType<typeof pushTrouble>>;

function notHeardText({ units, why }: Unheard): string {
  return `The server does not hear of ${units.join(", ")}: ${printable(why)}`;
}

function notHeard(unheard: Unheard): CliError {
  return new CliError({
    code: "KUMA_AGENT_NOT_HEARD",
    message: notHeardText(unheard),
    // The agent itself says what to do on another machine than that of its install.
    hint: unheard.why.includes("kuma agent install")
      ? null
      : 'run "kuma agent install UNIT" again when its monitor was deleted, paused or given another token',
    exit: EXIT.conditionNotMet,
  });
}

function notWell(message: string, scope: "system" | "user" | "cron"): CliError {
  const hint =
    scope === "cron"
      ? "kuma agent logs"
      : `journalctl ${scope === "user" ? "--user " : ""}--unit kuma-agent --lines 20`;
  return new CliError({ code: "KUMA_AGENT_NOT_WELL", message, hint, exit: EXIT.conditionNotMet });
}

function areDown(names: readonly string[]): CliError {
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `DOWN: ${names.map(printable).join(", ")}`,
    hint: null,
    exit: EXIT.conditionNotMet,
  });
}
