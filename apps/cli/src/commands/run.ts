import type { JobDestination, JobOptions } from "@kumakit/agent/job";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { basename, resolve } from "node:path";

import { usageError } from "../cli-error.ts";
import { readVariable } from "../environment.ts";
import { durationFlag } from "../flags/time-flags.ts";
import { globalFlagsWithoutData } from "../flags/global-flags.ts";
import { leaveSignals } from "../interruption.ts";
import { KumaCommand } from "../kuma-command.ts";
import { write } from "../output/write.ts";
import { namedServer } from "../profiles/choose-server.ts";

/** `kuma run -- COMMAND`. */
export default class Run extends KumaCommand<typeof Run> {
  static override summary = "Run a job, and report its result to a monitor.";
  static override description =
    "The job is run as it would be without kuma: its input, output, signals and exit code are its own. When it ends, UP or DOWN is pushed, with how long it took and its last lines of output. A failure of the push is reported on stderr and changes nothing else: the job runs and its exit code counts, also when the server is away. Exit codes beside the job's own: 75 when another run goes on, 124 when it was ended by --timeout, 125 with --strict, 126 and 127 when it cannot be started.";
  static override usage = "<%= command.id %> --monitor MONITOR [flags] -- COMMAND...";
  static override strict = false;
  // Its output is the job's.
  static override baseFlags = globalFlagsWithoutData;
  static override args = { command: Args.string({ description: "The program and its arguments.", required: true }) };
  static override flags = {
    monitor: Flags.string({ summary: "The Push monitor, by name or id; needs a login.", helpValue: "MONITOR" }),
    "token-file": Flags.string({
      summary: "Use the monitor that this push token or push URL belongs to; needs no login.",
      helpValue: "FILE",
      exclusive: ["monitor"],
    }),
    name: Flags.string({ summary: "How messages call the job; by default as the program.", helpValue: "NAME" }),
    // As in kuma-agent exec: a line that is copied from there keeps its limit. Elsewhere it is the server's.
    timeout: durationFlag({ name: "timeout", summary: "End the job after this time." }),
    "kill-after": durationFlag({ name: "kill-after", summary: "Kill a job that has not ended after this time (10s)." }),
    "warn-after": durationFlag({ name: "warn-after", summary: "Push DOWN after this time, and let the job go on." }),
    overlap: Flags.option({
      summary: "When another run goes on: do not run and push DOWN, do not run, or run beside it.",
      options: ["fail", "skip", "run"] as const,
      default: "fail",
    })(),
    "output-lines": Flags.integer({
      summary: "How many of the last lines of output to push; 0 leaves the output alone.",
      min: 0,
      max: 99,
      default: 5,
    }),
    "tell-start": Flags.boolean({ summary: "Push a beat at the start, too." }),
    "retry-for": durationFlag({ name: "retry-for", summary: "How long to try again when the server is away (2m)." }),
    strict: Flags.boolean({ summary: "Do not run the job when the server cannot be reached at its start." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --monitor backup -- backup.sh --all",
    {
      description: "In a crontab, without a login",
      command:
        "<%= config.bin %> <%= command.id %> --token-file /etc/backup/token --server http://kuma.example:3001 -- backup.sh",
    },
  ];
  static output = null;
  static readOnly = false;
  static destructive = false;
  static idempotent = false;
  static withoutDryRun = "Only the job knows what it changes.";

  async run(): Promise<void> {
    const { flags } = await this.parse(Run);
    const [program, ...args] = this.#job();
    const { monitor, "token-file": tokenFile } = flags;
    const goesTo = monitor ?? (tokenFile === undefined ? undefined : resolve(tokenFile));
    if (goesTo === undefined)
      throw usageError("The monitor that the job reports to is missing", "--monitor NAME, or --token-file FILE");
    const name = flags.name ?? basename(program);
    const { jobStateFolder, runJob } = await import("@kumakit/agent/job");
    // From here on they are the job's.
    leaveSignals();
    const options: JobOptions = {
      command: [program, ...args],
      name: name.replaceAll(/\p{Cc}/gu, "?").slice(0, 150),
      id: JSON.stringify([name, goesTo]),
      environment: process.env,
      stateFolder: jobStateFolder(process.env),
      say: (line) => write(`kuma: ${line.replaceAll("\n", "; ")}\n`, process.stderr),
      destination: () => this.#destination(monitor, tokenFile),
      overlap: flags.overlap,
      outputLines: flags["output-lines"],
      tellStart: flags["tell-start"],
      strict: flags.strict,
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
      ...(flags["kill-after"] === undefined ? {} : { killAfterMs: flags["kill-after"] }),
      ...(flags["warn-after"] === undefined ? {} : { warnAfterMs: flags["warn-after"] }),
      ...(flags["retry-for"] === undefined ? {} : { retryForMs: flags["retry-for"] }),
    };
    this.exit(await runJob(options));
  }

  /** The words of the job. @throws CliError (exit 2) */
  #job(): readonly [program: string, ...args: string[]] {
    if (this.globals.asData)
      throw usageError("The output is the job's own, so that there is no --json", "leave it out");
    const end = this.argv.indexOf("--");
    const [program, ...args] = end === -1 ? [] : this.argv.slice(end + 1);
    if (program === undefined || program === "") throw usageError("The job belongs behind --", "kuma run … -- COMMAND");
    return [program, ...args];
  }

  /** The time for an answer of the server is that of the environment here. */
  protected override get connection(): KumaCommand<typeof Run>["connection"] {
    return { ...super.connection, timeout: readVariable("KUMA_TIMEOUT") };
  }

  async #destination(monitor: string | undefined, tokenFile: string | undefined): Promise<JobDestination> {
    if (monitor === undefined) return this.#tokenDestination(tokenFile ?? "");
    const { monitorDestination } = await import("../monitors/monitor-destination.ts");
    return monitorDestination(monitor, () => this.connect(), await this.headersFor());
  }

  async #tokenDestination(tokenFile: string): Promise<JobDestination> {
    const { jobDestination } = await import("@kumakit/agent/job");
    const destination = await jobDestination({
      tokenFile,
      server: namedServer(await this.serverSteps()),
      configFile: undefined,
      defaultConfigFile: () => {
        throw usageError("The server that the token belongs to is needed", "--server URL");
      },
      warn: (message) => void this.warn(message),
    });
    const headers = await this.headersFor(destination.server.url);
    return headers === undefined ? destination : { ...destination, server: { ...destination.server, headers } };
  }
}
