import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import { EXIT } from "../../exit-codes.ts";
import { windowFlags, windowReferences } from "../../flags/window-flags.ts";
import { globalFlagsWithoutData } from "../../flags/global-flags.ts";
import { leaveSignals, listenForInterruption } from "../../interruption.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { startWindow, windowOf } from "../../maintenance/maintenance-window.ts";
import { selectMonitors } from "../../monitors/select-monitors.ts";
import { localTime } from "../../output/figures.ts";
import { write } from "../../output/write.ts";

const forwarded = ["SIGTERM", "SIGHUP"] as const;

/** `kuma maintenance wrap --for TIME -- COMMAND`. */
export default class MaintenanceWrap extends KumaCommand<typeof MaintenanceWrap> {
  static override summary = "Run a command while monitors are under maintenance, and end that with it.";
  static override description =
    "The exit code is that of the command. --for is the longest that it may take: when this machine dies meanwhile, Uptime Kuma itself ends the maintenance then. The command does not run when the maintenance cannot be begun.";
  static override usage = "<%= command.id %> --for TIME [flags] -- COMMAND...";
  static override strict = false;
  // Its output is that of the command.
  static override baseFlags = globalFlagsWithoutData;
  static override args = { command: Args.string({ description: "The program and its arguments.", required: true }) };
  static override flags = {
    ...windowFlags,
    monitor: Flags.string({
      summary: "This monitor, by all that names monitors; may be repeated.",
      helpValue: "MONITOR",
      multiple: true,
      multipleNonGreedy: true,
    }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --host tk-app3 --for 30m -- ssh tk-app3 reboot",
    {
      description: "A deployment",
      command: '<%= config.bin %> <%= command.id %> --group web --for 1h --reason "release 42" -- ./deploy.sh',
    },
  ];
  static output = null;
  static readOnly = false;
  static destructive = false;
  static idempotent = false;
  static withoutDryRun = "Only the command knows what it changes.";

  async run(): Promise<void> {
    const { flags } = await this.parse(MaintenanceWrap);
    const end = this.argv.indexOf("--");
    const [program, ...args] = end === -1 ? [] : this.argv.slice(end + 1);
    if (program === undefined || program === "") throw usageError("The command belongs behind --", "-- COMMAND");
    if (flags.for === undefined) throw usageError("The longest time that it may take is missing", "--for 30m");
    const { end: latest } = windowOf(flags.for, new Date());
    const references = windowReferences(flags.monitor ?? [], flags);
    const client = await this.connect();
    const { monitors } = selectMonitors(await client.monitors.list(), references);
    const { id } = await startWindow(client, {
      title: flags.reason ?? `kuma maintenance wrap -- ${program}`,
      description: flags.reason,
      length: flags.for,
      monitorIds: monitors.map((monitor) => monitor.id),
    });
    const count = `${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`;
    this.note(`${count} under maintenance until the command has ended, ${localTime(latest)} at the latest.`);
    let code: number = EXIT.interrupted;
    try {
      // Somebody may have stopped it while the maintenance was made.
      if (!this.signal.aborted) code = await exitCodeOf(program, args);
    } finally {
      await client.maintenance.delete(id).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.warn(`The maintenance ${id} could not be ended (${reason}); Uptime Kuma ends it at ${localTime(latest)}.`);
      });
    }
    this.exit(code);
  }
}

/** As a shell says it: 127 for a program that is not there, 126 for one that cannot be run, 128 and more for a signal. */
async function exitCodeOf(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit" });
  const stopForwarding = forwardSignals(child);
  try {
    return await new Promise((resolve) => {
      child.on("error", (error: NodeJS.ErrnoException) => {
        write(`kuma: ${program} cannot be started (${error.code ?? "unknown"})\n`, process.stderr);
        resolve(error.code === "ENOENT" ? 127 : 126);
      });
      child.on("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    stopForwarding();
  }
}

/** Signals are the command's while it runs; its end is waited for, so that the maintenance ends with it. */
function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  // A terminal sends this one to the command as well.
  const ignore = (): void => {};
  leaveSignals();
  for (const signal of forwarded) process.on(signal, forward);
  process.on("SIGINT", ignore);
  return () => {
    for (const signal of forwarded) process.off(signal, forward);
    process.off("SIGINT", ignore);
    listenForInterruption();
  };
}
