import type { KumaClient } from "@kumakit/client";
import { reportAgent, type AgentReport } from "@kumakit/provision/installed-agent";

import { agentTrouble, checksDown, describeStatus, pushTrouble } from "../../agents/describe-status.ts";
import {
  compareWithServer,
  comparisonSchema,
  describeComparison,
  misfits,
  serverToCompare,
  type Comparison,
  type ServerToCompare,
} from "../../agents/compare-with-server.ts";
import { describeVersions } from "../../agents/describe-versions.ts";
import { askAgents, installedAgent, ofUserFlag } from "../../agents/installed-agent.ts";
import { areDown, doNotFit, notHeard, notHeardText, notWell } from "../../agents/status-failures.ts";
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
    "Asks systemd, or cron, and the agent, and needs neither a login nor root. Where somebody is logged in, it is compared with the server as well; as root that takes in tokens and intervals. Exits with 3 when no agent is installed, and with 8 when it does not run, hangs, is not heard by the server, when a check is DOWN, or when a monitor does not fit. That the server cannot be asked changes nothing.";
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
    const server = await this.#server();
    const results = await this.onHosts(names, { asRoot: false }, (at) =>
      askAgents(at, ofUser, async (agent, signal) => {
        const { host, facts } = agent;
        const report = await reportAgent(host, facts, { signal });
        const comparison = await compareWithServer(server, agent, report);
        return { report, data: statusData(report, { scope: facts.scope, now, comparison }) };
      }),
    );
    this.printResult(
      hostsData(results, ({ data }) => data),
      () =>
        [
          describeHosts(
            results,
            ({ report, data }) => `${describeStatus(report, now)}\n${describeComparison(data.server, process.stdout)}`,
          ),
          describeVersions(results),
        ]
          .filter((text) => text !== "")
          .join("\n"),
    );
    const isWell = results.every((result) => !result.ok || isAllWell(result.outcome));
    this.endHosts(results, isWell ? EXIT.ok : EXIT.conditionNotMet);
  }

  async #show(ofUser: boolean): Promise<void> {
    const found = await installedAgent({ ofUser, signal: this.signal });
    const now = new Date();
    const report = await reportAgent(found.host, found.facts, { signal: this.signal });
    const { scope } = found.facts;
    const comparison = await compareWithServer(await this.#server(), found, report);
    const data = statusData(report, { scope, now, comparison });
    const { problem } = data;
    this.printResult(data, () => `${describeStatus(report, now)}\n${describeComparison(comparison, process.stdout)}`);
    const unheard = agentTrouble(report, now) === undefined ? pushTrouble(report) : undefined;
    if (unheard !== undefined) throw notHeard(unheard);
    if (problem !== null) throw notWell(problem, report.service.manager === "cron" ? "cron" : scope);
    const down = checksDown(report);
    if (down !== undefined) throw areDown(down);
    const misfit = misfits(comparison);
    if (misfit !== undefined) throw doNotFit(misfit);
  }

  /** The server in use, when somebody is logged in to it and it answers soon. */
  async #server(): Promise<ServerToCompare> {
    const url = await this.serverInUse();
    const connect = async (): Promise<KumaClient> => {
      const { openClient } = await import("../../connection/open-client.ts");
      const { timeout = serverPatience, ...connection } = this.connection;
      const client = await openClient(await this.credentials(), { timeout, ...connection }, { keepStates: true });
      this.closeAtEnd(client);
      return client;
    };
    return await serverToCompare(url, connect, this.signal);
  }
}

/** How long the server may take for each answer, in ms: the host's own state does not wait for one that is away. */
const serverPatience = 5000;

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
    server: comparisonSchema(z).describe("Where the server does not fit the agent."),
  });

interface Compared {
  readonly scope: "system" | "user";
  readonly now: Date;
  readonly comparison: Comparison;
}

function statusData(report: AgentReport, { scope, now, comparison }: Compared) {
  const { runtime, service, status, isCurrent } = report;
  const unheard = pushTrouble(report);
  const problem = agentTrouble(report, now) ?? (unheard === undefined ? null : notHeardText(unheard));
  return { scope, runtime, service, problem, isCurrent, agent: status ?? null, server: comparison };
}

function isAllWell({ report, data }: { report: AgentReport; data: ReturnType<typeof statusData> }): boolean {
  return data.problem === null && checksDown(report) === undefined && misfits(data.server) === undefined;
}
