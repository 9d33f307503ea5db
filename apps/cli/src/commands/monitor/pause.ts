import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { KumaClient, Monitor } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { switchedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { spanFlag } from "../../flags/time-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { startWindow, windowOf } from "../../maintenance/maintenance-window.ts";
import { called, namedPlanData, namedPlanSchema, onEach } from "../../monitors/changed-monitors.ts";
import { REFERENCE, selectMonitors, type SelectedMonitors } from "../../monitors/select-monitors.ts";
import { localTime } from "../../output/figures.ts";

/** `kuma monitor pause MONITOR…`. */
export default class MonitorPause extends KumaCommand<typeof MonitorPause> {
  static override summary = "Pause monitors: they refuse heartbeats and alert nobody.";
  static override description =
    "With --for they go on, and are under maintenance for that time: nobody is alerted, status pages say so, and Uptime Kuma itself ends it. kuma maintenance delete ends it before.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: REFERENCE, required: true }) };
  static override flags = {
    for: spanFlag({ name: "for", summary: "Only for this time, such as 30m or 2h, by a maintenance." }),
    reason: Flags.string({
      summary: "The reason, for status pages and for other people; with --for.",
      helpValue: "TEXT",
      dependsOn: ["for"],
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:12 --quiet" },
    {
      description: "A host for two hours",
      command: '<%= config.bin %> <%= command.id %> "tk-app3/*" --for 2h --reason "new disks"',
    },
  ];
  static output = (z: Zod) => {
    const switched = switchedSchema(z).extend({
      maintenance: z
        .strictObject({ id: z.int(), until: z.iso.datetime() })
        .optional()
        .describe("With --for: what the monitor is under until then."),
    });
    const plan = namedPlanSchema(z);
    return z.union([
      switched.describe("For one monitor that was named."),
      z.array(switched).describe("For several."),
      plan,
    ]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MonitorPause);
    const length = flags.for;
    const until = length === undefined ? undefined : windowOf(length, new Date()).end;
    const client = await this.connect({ untilInterrupted: true });
    const selected = selectMonitors(await client.monitors.list(), argv.map(String));
    const { monitors } = selected;
    if (flags["dry-run"]) {
      const steps = monitors.map((one) =>
        until === undefined ? stepFor(one) : `put ${called(one)} under maintenance until ${localTime(until)}`,
      );
      return this.printPlan(steps, namedPlanData(selected));
    }
    if (length !== undefined) return this.#pauseFor(client, selected, { length, reason: flags.reason });
    const { done, failure } = await onEach(monitors, this.signal, async (monitor) => {
      await client.monitors.pause(monitor.id);
      return monitor;
    });
    const data = done.map(({ id, name }) => ({ id, name, active: false }));
    this.printOneOrMany(data, selected.isSingle, done.map((one) => `Paused ${called(one)}.`).join("\n"));
    if (failure !== undefined) throw failure;
  }

  async #pauseFor(
    client: KumaClient,
    { monitors, isSingle }: SelectedMonitors,
    { length, reason }: { readonly length: number; readonly reason: string | undefined },
  ): Promise<void> {
    const [first] = monitors;
    const title = monitors.length === 1 ? `Paused: ${first?.name ?? ""}` : `Paused: ${monitors.length} monitors`;
    const { id, timeSlots } = await startWindow(client, {
      title,
      description: reason,
      length,
      monitorIds: monitors.map((monitor) => monitor.id),
    });
    const until = timeSlots[0]?.end ?? windowOf(length, new Date()).end;
    const maintenance = { id, until: until.toISOString() };
    const data = monitors.map(({ id: monitorId, name, active }) => ({ id: monitorId, name, active, maintenance }));
    const lines = monitors.map((one) => `Until ${localTime(until)} ${called(one)} is under maintenance.`);
    const end = `Uptime Kuma ends it by itself; before that: kuma maintenance delete id:${id}`;
    this.printOneOrMany(data, isSingle, [...lines, end].join("\n"));
  }
}

function stepFor(monitor: Monitor): string {
  return monitor.active ? `pause ${called(monitor)}` : `leave ${called(monitor)} as it is: it is paused already`;
}
