import * as Flags from "@oclif/core/flags";
import type { DoctorFinding } from "@kumakit/provision";

import { ofUserFlag } from "../agents/installed-agent.ts";
import { CliError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { dryRunSchema } from "../contract/shared-schemas.ts";
import { doctorSchema, hostRoadData, type DoctorReport, type ShownFinding } from "../doctor/doctor-report.ts";
import { examineHost, failedHost, type ExaminedHost, type HostQuestion } from "../doctor/examine-host.ts";
import { mendSeen, seeServer, type SeenServer } from "../doctor/see-server.ts";
import { otherKuma } from "../doctor/other-kuma.ts";
import { EXIT } from "../exit-codes.ts";
import { describeFailure } from "../failure/describe-failure.ts";
import { dryRunFlag } from "../flags/command-flags.ts";
import { hostFlags } from "../flags/host-flags.ts";
import { namedHosts } from "../hosts/named-hosts.ts";
import { HostsCommand } from "../hosts-command.ts";

/** `kuma doctor`. */
export default class Doctor extends HostsCommand<typeof Doctor> {
  static override summary = "Look for all that keeps alerts from coming, or from being true, with its cure.";
  static override description =
    "Looks at the way to the server, at its monitors and notifications, and at the agent of this host or of others; as root also at its tokens. Sends nothing, and asks nothing for each monitor. Ends with 8 when something is wrong; a warning alone ends with 0. Whether a message really arrives is the question of kuma verify.";
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    fix: Flags.boolean({
      default: false,
      summary:
        "Mend what has one right answer: monitors of agents that are upside-down or have retries, and leftovers of proofs.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "With the agents of other hosts",
      command: "<%= config.bin %> <%= command.id %> --hosts-file hosts.txt",
    },
    { description: "In a nightly job", command: "<%= config.bin %> <%= command.id %> --fix --json" },
  ];
  static output = (z: Zod) => z.union([doctorSchema(z), dryRunSchema(z, {})]);
  static readOnly = false;
  static changesWith = ({ fix }: Readonly<Record<string, unknown>>): boolean => fix === true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const names = await namedHosts(flags);
    const url = await this.serverInUse();
    const server = url === undefined ? undefined : await this.#server(url);
    if (flags["dry-run"]) return this.#preview(server);
    const mended = flags.fix ? await mendSeen(server, (text) => void this.warn(text)) : [];
    const hosts = await this.#hosts(names, { ofUser: flags.user, known: server?.known, url });
    const findings = [
      ...(server === undefined ? [notLoggedIn] : server.findings.map((found) => markMended(found, mended))),
      ...hosts.flatMap((host) => host.findings),
      ...(await otherKuma()),
    ];
    const isWell = !findings.some(({ severity, mended: isMended }) => severity === "problem" && !isMended);
    const report: DoctorReport = {
      well: isWell,
      server: server?.data ?? null,
      hosts: hosts.map(({ host, version, checks, road }) => ({ host, version, checks, road: hostRoadData(road) })),
      findings,
    };
    const { describeDoctor } = await import("../doctor/describe-doctor.ts");
    this.printResult(report, () => describeDoctor(report, process.stdout));
    if (!isWell) throw notWell(findings);
  }

  async #server(url: string): Promise<SeenServer> {
    const progress = this.progress("Looking at the server");
    try {
      return await seeServer(url, {
        headers: await this.headersFor(),
        signal: this.signal,
        timeout: this.connection.timeout,
        connect: () => this.connect({ untilInterrupted: true, keepStates: true }),
      });
    } finally {
      progress.stop();
    }
  }

  async #hosts(
    names: readonly string[] | undefined,
    question: Pick<HostQuestion, "ofUser" | "known" | "url">,
  ): Promise<readonly ExaminedHost[]> {
    if (names === undefined) {
      const here = await examineHost({ ...question, signal: this.signal });
      return here === undefined ? [] : [here];
    }
    const { onHosts } = await import("@kumakit/provision/installed-agent");
    const results = await this.onHosts(names, { asRoot: false }, ({ hosts, options }) =>
      onHosts(hosts, options, ({ host, voice: { emit, signal } }) => {
        emit({ kind: "look", host: host.label });
        return examineHost({ ...question, host, signal });
      }),
    );
    return results.map((result) =>
      result.ok ? (result.outcome ?? failedHost(result.host)) : failedHost(result.host, describeFailure(result.error)),
    );
  }

  #preview(server: SeenServer | undefined): void {
    const steps = (server?.mendable ?? []).map(({ name, message }) => `mend ${JSON.stringify(name)}: ${message}`);
    this.printPlan(steps, {});
  }
}

const notLoggedIn: ShownFinding = {
  code: "not-logged-in",
  severity: "warning",
  name: "kuma",
  id: null,
  message: "no server is known here: its monitors were not looked at",
  cure: "kuma login URL",
  mended: false,
};

function markMended(found: ShownFinding, mended: readonly DoctorFinding[]): ShownFinding {
  const isMended = mended.some(({ code, about }) => code === found.code && about.id === found.id);
  return { ...found, mended: isMended };
}

function notWell(findings: readonly ShownFinding[]): CliError {
  const problems = findings.filter(({ severity, mended }) => severity === "problem" && !mended).length;
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `${problems} ${problems === 1 ? "problem keeps" : "problems keep"} alerts from coming, or from being true`,
    hint: null,
    exit: EXIT.conditionNotMet,
  });
}
