import { formatDuration } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { CliError, usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { EXIT } from "../../exit-codes.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { selectMonitors } from "../../monitors/select-monitors.ts";
import type { LiveMonitors } from "../../monitors/seen/live-monitors.ts";
import { namedSeenData, seenSchema } from "../../monitors/seen/seen-data.ts";
import type { SeenMonitor } from "../../monitors/seen/seen-monitor.ts";
import { statusText } from "../../output/status-text.ts";

/** In ms. */
const PATIENCE = 300_000;

/** `kuma monitor wait MONITOR… --for STATUS`. */
export default class MonitorWait extends KumaCommand<typeof MonitorWait> {
  static override summary = "Wait until monitors have a status.";
  static override description =
    "Ends with 0 as soon as all of them have it, and with 8 when --timeout (5 min by default) has passed before.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: "Ids or names.", required: true }) };
  static override flags = {
    for: Flags.option({
      summary: "The status to wait for.",
      options: ["up", "down", "pending", "maintenance", "paused"] as const,
      default: "up",
    })(),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> app3/nginx --for up --timeout 2m",
    {
      description: "After a deployment",
      command: "<%= config.bin %> <%= command.id %> web api --quiet",
    },
  ];
  static output = (z: Zod) => z.array(seenSchema(z));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MonitorWait);
    const references = argv.map(String);
    if (references.includes("")) throw usageError("MONITOR is empty", "kuma monitor list");
    const patience = this.globals.timeout ?? PATIENCE;
    const deadline = AbortSignal.timeout(patience);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { LiveMonitors } = await import("../../monitors/seen/live-monitors.ts");
    const live = await LiveMonitors.open(client, { signal: deadline });
    const ids = new Set(selectMonitors(live.monitors, references).monitors.map(({ id }) => id));
    const progress = this.progress(`Waiting for ${ids.size === 1 ? references[0] : `${ids.size} monitors`}`);
    try {
      const seen = await this.#until(live, ids, flags.for);
      progress.stop();
      if (this.signal.aborted) return;
      const left = seen.filter(({ status }) => status !== flags.for);
      if (left.length > 0) throw notMet(left, flags.for, patience);
      const text = seen.map(({ monitor, status }) => `${statusText(status)}  ${monitor.name}`).join("\n");
      this.printResult(seen.map(namedSeenData), text, seen.map(({ monitor }) => monitor.id).join("\n"));
    } finally {
      progress.stop();
    }
  }

  /** Looks until all of them have the status, or the events end. */
  async #until(live: LiveMonitors, ids: ReadonlySet<number>, wanted: string): Promise<readonly SeenMonitor[]> {
    const look = async (): Promise<readonly SeenMonitor[]> =>
      (await live.see()).filter(({ monitor }) => ids.has(monitor.id));
    const isMet = (seen: readonly SeenMonitor[]): boolean => seen.every(({ status }) => status === wanted);
    let seen = await look();
    if (isMet(seen)) return seen;
    for await (const event of live.events) {
      if (!live.take(event)) continue;
      seen = await look();
      if (seen.length < ids.size) throw gone();
      if (isMet(seen)) break;
    }
    return seen;
  }
}

function notMet(left: readonly SeenMonitor[], wanted: string, patience: number): CliError {
  const seen = left.map(
    ({ monitor, status, message }) => `${monitor.name} is ${status}${message === "" ? "" : ` (${message})`}`,
  );
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `Not ${wanted} within ${formatDuration(patience)}: ${seen.join("; ")}`,
    hint: `kuma monitor history id:${left[0]?.monitor.id ?? 1}`,
    exit: EXIT.conditionNotMet,
  });
}

function gone(): CliError {
  return new CliError({
    code: "KUMA_NOT_FOUND",
    message: "A monitor was deleted while it was waited for",
    hint: "kuma monitor list",
    exit: EXIT.notFound,
  });
}
