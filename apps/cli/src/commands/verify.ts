import * as Args from "@oclif/core/args";
import type { KumaClient, Monitor } from "@kumakit/client";
import type { Proof, ProofLevel } from "@kumakit/provision";

import { CliError, usageError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../contract/shared-schemas.ts";
import { EXIT } from "../exit-codes.ts";
import { HostsCommand } from "../hosts-command.ts";
import { REFERENCE, selectMonitors } from "../monitors/select-monitors.ts";
import { drillSchema, plannedDrillSchema } from "../proof/drill-data.ts";
import type { DrillFlags } from "../proof/drill-asked-for.ts";
import { askForCodes, type Acknowledged } from "../proof/ask-for-codes.ts";
import { requireTerminal, type Question } from "../prompts/require-terminal.ts";
import { verifyFlags } from "../proof/verify-flags.ts";
import { faultsIn, hasProblem, previewOf, proofData, proofSchema } from "../proof/proof-data.ts";

/** `kuma verify MONITOR…`. */
export default class Verify extends HostsCommand<typeof Verify> {
  static override summary =
    "Prove that somebody is alerted: look at the settings, test the channels, make a real alert.";
  static override description =
    "Makes a throw-away monitor that alerts the channels of the named monitors, has it go DOWN and UP, and deletes it. No monitor of yours changes its state. Ends with 8 when something is wrong. Uptime Kuma does not say whether an alert reached its provider: only --ack proves that a person can see it. With --drill a service really stops, on this host or another, until Uptime Kuma has noticed it; the host itself starts it again whatever happens meanwhile.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE }) };
  static override flags = verifyFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %> tk-app3/nginx",
    {
      description: "A host, and a person says that the alert came",
      command: "<%= config.bin %> <%= command.id %> host:tk-app3 --ack",
    },
    {
      description: "In a nightly job, without a message",
      command: "<%= config.bin %> <%= command.id %> --all --settings",
    },
    {
      description: "A real outage on another host",
      command: "<%= config.bin %> <%= command.id %> --drill nginx --host ops@tk-app3",
    },
  ];
  static output = (z: Zod) =>
    z.union([
      proofSchema(z),
      dryRunSchema(z, { monitors: z.array(namedSchema(z)), channels: z.array(namedSchema(z)) }),
      drillSchema(z),
      plannedDrillSchema(z),
    ]);
  static readOnly = false;
  static changesWith = ({ settings }: Readonly<Record<string, unknown>>): boolean => settings !== true;
  static destructive = true;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Verify);
    const references = argv.map(String);
    if (flags.drill !== undefined) return this.#drill(references, { ...flags, drill: flags.drill });
    if (flags.for !== undefined) throw usageError("--for goes with --drill", "kuma verify --drill UNIT --for 30s");
    if (flags.all === references.length > 0) throw unclear(flags.all);
    const question = this.question("The code in a channel", "kuma verify without --ack");
    if (flags.ack && !flags["dry-run"]) requireTerminal(question);
    const level: ProofLevel = flags.settings ? "settings" : flags.test ? "test" : "alert";
    const client = await this.connect({ untilInterrupted: level === "settings", keepStates: true });
    const all = await client.monitors.list();
    const monitors = flags.all ? all : selectMonitors(all, references).monitors;
    if (flags["dry-run"]) return this.#preview(client, monitors, level);
    const proof = await this.#prove(client, monitors, level);
    const acknowledged = flags.ack ? await this.#ask(client, proof, question) : undefined;
    await this.#show(proof, acknowledged);
  }

  async #drill(references: readonly string[], flags: DrillFlags): Promise<void> {
    const { drillAskedFor } = await import("../proof/drill-asked-for.ts");
    const report = await drillAskedFor(references, flags, {
      signal: this.signal,
      question: this.question("A confirmation", "--yes"),
      connect: () => this.connect({ keepStates: true }),
      progress: (text) => this.progress(text),
      onHosts: (names, work) => this.onHosts(names, { asRoot: true, isSilent: true }, work),
    });
    if (report.steps !== undefined) return this.printPlan(report.steps, report.data);
    this.printResult(report.data, report.text);
    if (report.faults.length > 0) throw notProven(report.faults);
  }

  async #prove(client: KumaClient, monitors: readonly Monitor[], level: ProofLevel): Promise<Proof> {
    const progress = this.progress("Looking at the settings");
    const { proveAlerts } = await import("../provision-work.ts");
    const { proofProgress } = await import("../proof/describe-proof.ts");
    const headers = await this.headersFor();
    try {
      const on = (event: Parameters<typeof proofProgress>[0]): void => progress.update(proofProgress(event));
      return await proveAlerts(client, { monitors, level }, { signal: this.signal, headers, on });
    } finally {
      progress.stop();
    }
  }

  async #ask(client: KumaClient, proof: Proof, question: Question): Promise<Acknowledged> {
    const { acknowledgeAlert } = await import("../provision-work.ts");
    return askForCodes(proof, {
      question,
      remember: (id) => acknowledgeAlert(client, id),
    });
  }

  async #show(proof: Proof, acknowledged: Acknowledged | undefined): Promise<void> {
    const { describeProof } = await import("../proof/describe-proof.ts");
    const text = (): string => describeProof(proof, acknowledged, process.stdout);
    const wrong = proof.monitors.filter(hasProblem).map(({ monitor }) => monitor.id);
    this.printResult(proofData(proof, acknowledged), text, wrong.join("\n"));
    const faults = faultsIn(proof, acknowledged);
    if (faults.length > 0) throw notProven(faults);
  }

  async #preview(client: KumaClient, monitors: readonly Monitor[], level: ProofLevel): Promise<void> {
    const { channelsOf } = await import("../provision-work.ts");
    const channels = channelsOf(await client.notifications.list(), monitors);
    const { steps, ...data } = previewOf(monitors, channels, level);
    this.printPlan(steps, data);
  }
}

function unclear(isAll: boolean): CliError {
  return isAll
    ? usageError("MONITOR and --all cannot be given together", "kuma verify --all")
    : usageError("MONITOR is missing", "kuma verify --all");
}

function notProven(faults: readonly string[]): CliError {
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `Not everything is proven: ${faults.join(", ")}`,
    hint: null,
    exit: EXIT.conditionNotMet,
  });
}
